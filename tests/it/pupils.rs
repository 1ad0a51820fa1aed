//! Pupils come in: by pictures at the school, by words, or not at all; and what their teacher and the director do about it.

mod outside;
mod pictures;
mod tending;
mod words;

use crate::world::{Browser, Reply, School, selector, words as read};

/// The three pictures that the teacher's screen shows once for this pupil, in their order.
pub fn drawn(school: &School, teacher: &str, who: &str) -> Vec<String> {
    let shown = shown(school, teacher, who);
    let html = shown.html();
    html.select(&selector("ol.mes-images li")).map(read).collect()
}

/// Login and words, likewise.
pub fn given(school: &School, teacher: &str, who: &str) -> (String, String) {
    let html = shown(school, teacher, who).html();
    let one = |css: &str| html.select(&selector(css)).map(read).next().unwrap();
    (one("p strong[translate=no]"), one("p.mes-mots"))
}

fn shown(school: &School, teacher: &str, who: &str) -> Reply {
    let mut teacher = school.browser(teacher);
    let page = teacher.get(&format!("/eleves/{}/acces/nouveau", school.id(who)));
    let shown = page.form("Les montrer").send(&mut teacher);
    shown.assert_status(200).assert_says("Cette page ne revient pas");
    shown
}

/// The class's page of names, reached by the code that stands on its poster.
pub fn at_the_poster<'a>(school: &'a School, teacher: &str, class: &str) -> (Browser<'a>, Reply) {
    let code = poster_code(school, teacher, class);
    let mut child = school.visitor();
    let names = child.get("/eleve").form("Continuer").set("code", &code).send(&mut child);
    names.assert_status(200).assert_says("Qui es-tu ?");
    (child, names)
}

pub fn poster_code(school: &School, teacher: &str, class: &str) -> String {
    let mut teacher = school.browser(teacher);
    let poster = teacher.get(&format!("/classes/{}/acces-eleves/affiche", school.class(class)));
    let html = poster.html();
    html.select(&selector("strong.code")).map(read).next().unwrap()
}

/// One picture after the other, by the buttons' own words, from the page of that name.
pub fn touch(child: &mut Browser, way: &str, pictures: &[&str]) -> Reply {
    let grid = child.get(way);
    pictures.iter().fold(grid, |page, picture| page.form(picture).send(child))
}

/// The last of three touches, by a page that was open before.
pub fn touch_late(child: &mut Browser, way: &str, pictures: &[&str]) -> Reply {
    let place = |word: &str| preau::base::pictograms::WORDS.iter().position(|one| *one == word).unwrap().to_string();
    let before = format!("{}-{}", place(pictures[0]), place(pictures[1]));
    child.post(way, &[("avant", &before), ("image", &place(pictures[2]))])
}

pub fn refs(pictures: &[String]) -> Vec<&str> {
    pictures.iter().map(String::as_str).collect()
}

/// Three pictures that are not these.
pub fn others(pictures: &[String]) -> Vec<&'static str> {
    let all = preau::base::pictograms::WORDS;
    all.into_iter().filter(|word| !pictures.iter().any(|one| one == word)).take(3).collect()
}
