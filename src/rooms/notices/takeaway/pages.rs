//! The choices, as they are read from a disk.

use crate::{base::french, school::notice::How};
use jiff::civil::Time;
use maud::{Markup, html};

pub fn choices(lines: &[(&str, How)], minute: u16) -> Markup {
    let hour = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).unwrap_or_default();
    html! {
        dl { @for (title, how) in lines { dt { (title) } dd { (said(*how)) } } }
        p { "Le résumé du jour part à " (french::time(hour)) "." }
    }
}

fn said(how: How) -> &'static str {
    match how {
        How::AtOnce => "Tout de suite",
        How::Digest => "Dans le résumé du jour",
        How::Never => "Jamais",
    }
}
