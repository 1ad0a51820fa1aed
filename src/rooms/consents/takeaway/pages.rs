//! Image consents, as they are read from a disk.

use crate::{
    base::french,
    door::Cx,
    rooms::consents::{
        own::Child,
        pages::{by, when, yes_or_no},
    },
    school::consent::asking::sentences,
};
use maud::{Markup, html};

pub fn own(cx: &Cx, children: &[Child]) -> Markup {
    html! {
        p { "Ce que vous avez répondu, avec la date et le texte que vous avez lu. Les réponses d’un autre responsable n’y sont pas." }
        @for child in children {
            section {
                h2 translate="no" { (child.pupil.first_name) }
                @if child.requests.is_empty() { p { "Rien n’a été demandé." } }
                @for (request, _) in &child.requests {
                    h3 { (sentences::purpose(request.asking.purpose)) ", " (when(&request.asking)) }
                    blockquote { (request.text) }
                    @let answers = child.answers.iter().filter(|answer| answer.request == request.id).collect::<Vec<_>>();
                    @if answers.is_empty() { p { "Vous n’avez pas répondu." } }
                    ul { @for answer in answers {
                        @let at = answer.at.zoned(&cx.zone);
                        li { strong { (french::capitalised(yes_or_no(answer.says))) } ", le " (french::date_year(at.date())) " à " (french::time(at.time())) ", " (by(answer.how)) @if answer.cancelled_at.is_some() { " (annulé)" } }
                    } }
                }
            }
        }
    }
}

pub fn whole(count: usize) -> Markup {
    html! {
        p { "Les réponses qui comptent, pour les élèves des classes d’aujourd’hui : "
            a href="reponses.csv" { (french::count(count as i64, "réponse", "réponses")) } "." }
    }
}
