//! The words of the blog's letters.

use super::{
    jobs::Telling,
    store::{Child, Row},
};
use crate::{
    base::{
        db::Id,
        french,
        mail::{Body, Letter},
    },
    rooms::blog::{Post, path},
    school::{Pupil, notice::Entry},
};

pub fn published(telling: &Telling, children: &[Child]) -> Letter {
    let names: Vec<&str> = children.iter().map(|child| child.first_name.as_str()).collect();
    let body = Body::new(&telling.school).heading(&telling.row.title).named(
        "Un nouvel article de ",
        &telling.row.author_name,
        &format!(" est à lire, pour {}.", french::list(&names)),
    );
    let body = button(body, telling, "Lire l’article", path::post(telling.row.id));
    body.finish("", "", format!("{} : {}", telling.school, telling.row.title))
}

pub fn submitted(telling: &Telling) -> Letter {
    let body = Body::new(&telling.school)
        .named("", &telling.row.author_name, &format!(" propose un article : « {} ».", telling.row.title))
        .paragraph("Il attend votre relecture avant d’être publié.");
    let body = button(body, telling, "Lire et publier", path::post(telling.row.id));
    body.finish("", "", format!("{} : un article à relire", telling.school))
}

pub fn returned(telling: &Telling) -> Letter {
    let body = Body::new(&telling.school).paragraph(&format!(
        "Votre article « {} » n’est pas publié : il vous attend, avec ce qui est à reprendre.",
        title(&telling.row)
    ));
    let body = button(body, telling, "Reprendre l’article", path::post(telling.row.id));
    body.finish("", "", format!("{} : votre article vous attend", telling.school))
}

fn button(body: Body, telling: &Telling, label: &str, place: String) -> Body {
    match &telling.address {
        Some(address) => body.button(label, &format!("{address}{place}")),
        None => body,
    }
}

fn title(row: &Row) -> &str {
    if row.title.is_empty() { "Sans titre" } else { &row.title }
}

pub fn entry(row: &Row, pupil: Option<Id<Pupil>>, address: Option<&str>) -> Entry {
    let line = format!("Dans le blog, par {}", row.author_name);
    of(row, pupil, line, "Lire l’article", address)
}

pub fn to_review(row: &Row, address: Option<&str>) -> Entry {
    of(row, None, format!("Un article de {} attend votre relecture.", row.author_name), "Lire et publier", address)
}

pub fn came_back(row: &Row, address: Option<&str>) -> Entry {
    of(row, None, "Votre article n’est pas publié : il vous attend.".to_owned(), "Reprendre l’article", address)
}

fn of(row: &Row, pupil: Option<Id<Pupil>>, line: String, label: &str, address: Option<&str>) -> Entry {
    let place = |post: Id<Post>| path::post(post);
    let links = address.map(|address| (label.to_owned(), format!("{address}{}", place(row.id))));
    Entry { pupil, title: title(row).to_owned(), line, body: None, links: links.into_iter().collect() }
}
