//! From a roster to a sheet: slips are drawn in the transaction that revokes the older ones, words are made here, and the
//! PDF by the caller once the writer is free. The clear codes live only in what this returns.

use super::{
    letters, pages,
    roster::{Entry, Post},
    sheet::{Child, Layout, Sheet, Slip, SlipRole},
};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        french,
    },
    door::Cx,
    school::{
        account::{self, FreshSlip},
        permit::May,
        policy::ManageSchool,
    },
};

/// Draws a slip for each; those before it are worth nothing from here on.
pub fn draw(cx: &Cx<Tx>, entries: &[Entry], school: &May<ManageSchool>) -> Result<Vec<Slip>> {
    let base = addresses(cx).0;
    let mut slips = Vec::with_capacity(entries.len());
    for entry in entries {
        let adult = entry.adult;
        let account =
            account::store::ensure(&cx.db, Id::new(adult.person), &adult.first_name, &adult.last_name, school)?;
        let fresh = account::store::draw_slip(&cx.db, account.id, &cx.house.keys, cx.now, school)?;
        cx.journal("draw_slip", "account", Some(account.id.number()))?;
        if account.is_activated {
            let owner = account::store::owner_of(&cx.db, account.id)?;
            let when = french::day_year(cx.today);
            if let Some(letter) =
                letters::slip_drawn(&cx.school.name, &owner.email, &owner.first_name, &format!("le {when}"))
            {
                cx.post(&letter)?;
            }
        }
        slips.push(slip(cx, entry, &account.login, fresh, &base));
    }
    Ok(slips)
}

pub fn sheet(cx: &Cx<Tx>, layout: Layout) -> Sheet {
    let (address, local) = addresses(cx);
    let is_public = !cx.school.public_address.is_empty();
    Sheet {
        school_name: cx.school.name.clone(),
        address_line: is_public.then(|| shown(&address)),
        local_address: shown(&local),
        printed_on: french::date_year(cx.today),
        layout,
    }
}

fn slip(cx: &Cx<Tx>, entry: &Entry, login: &str, fresh: FreshSlip, base: &str) -> Slip {
    let adult = entry.adult;
    let role = match entry.children.is_empty() {
        true => {
            SlipRole::Staff { title: adult.posts.first().map(|post| title(post, &adult.civility)).unwrap_or_default() }
        }
        false => SlipRole::Guardian {
            children: entry
                .children
                .iter()
                .map(|child| Child { first_name: child.first_name.clone(), class_name: child.class_name.clone() })
                .collect(),
        },
    };
    Slip {
        person_name: format!("{} {}", adult.first_name, adult.last_name),
        civility: Some(adult.civility.clone()).filter(|civility| !civility.is_empty()),
        role,
        login: login.to_owned(),
        code: fresh.code,
        qr_url: format!("{base}/activer/{}", fresh.token),
        expires_on: french::day_year(fresh.expires_at.date(&cx.zone)),
        by_hand: entry.by_hand,
        class_group: if entry.children.is_empty() { pages::TEAM.to_owned() } else { entry.group.clone() },
    }
}

fn title(post: &Post, civility: &str) -> String {
    let title = pages::title(post.kind, civility);
    if post.class_name.is_empty() { title.to_owned() } else { format!("{title}, {}", post.class_name) }
}

/// Where the QR leads (the public address when there is one), and the address inside the school.
pub(in crate::rooms::people) fn addresses<D>(cx: &Cx<D>) -> (String, String) {
    let local = match cx.school.names.first() {
        // Behind another port than 443, the one by which the director came is everybody's.
        Some(name) => match cx.ask.host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())) {
            Some((_, port)) if port != "443" => format!("https://{name}:{port}"),
            _ => format!("https://{name}"),
        },
        None => format!("https://{}", cx.ask.host),
    };
    let public = cx.school.public_address.trim_end_matches('/');
    (if public.is_empty() { local.clone() } else { public.to_owned() }, local)
}

/// As one types it: browsers add the rest.
pub(in crate::rooms::people) fn shown(address: &str) -> String {
    address.strip_prefix("https://").unwrap_or(address).to_owned()
}
