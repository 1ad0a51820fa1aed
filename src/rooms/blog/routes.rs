//! The paths of the blog.

use super::{
    book, categories, comments, contributors, feed, history, keepsakes, photos, public, publishing, reading, reviewing,
    writing,
};
use crate::door::Routes;

pub fn routes(r: &mut Routes) {
    r.get("/blog", feed::open);
    r.get_slow(book::PATH, book::show);
    r.get_slow("/blog/livre/pdf", book::pdf);
    r.get_slow(keepsakes::PATH, keepsakes::show);
    r.get_slow("/blog/photos/fichier", keepsakes::file);
    r.post("/blog/articles", writing::begin);
    r.get("/blog/articles/{post}", reading::show);
    r.form("/blog/articles/{post}/ecrire", writing::show, writing::save);
    r.post("/blog/articles/{post}/brouillon", writing::keep);
    r.form("/blog/articles/{post}/jeter", writing::throw_away_page, writing::throw_away);
    r.form("/blog/articles/{post}/proposer", writing::mend, reviewing::submit_it);
    r.post("/blog/articles/{post}/reprendre", reviewing::take_back);
    r.form("/blog/articles/{post}/renvoyer", reviewing::give_back_page, reviewing::give_back);
    r.form("/blog/articles/{post}/publier", writing::mend, publishing::publish_it);
    r.form("/blog/articles/{post}/retirer", publishing::withdraw_page, publishing::withdraw);
    r.post("/blog/articles/{post}/remettre", publishing::bring_back);
    r.post("/blog/articles/{post}/epingle", publishing::pin);
    r.get("/blog/articles/{post}/versions", history::show);
    r.post("/blog/articles/{post}/commentaires", comments::add);
    photos::routes::routes(r);
    public::routes(r);
    r.post("/blog/commentaires/{comment}/montrer", comments::show);
    r.post("/blog/commentaires/{comment}/retirer", comments::remove);
    r.form("/blog/rubriques", categories::show, categories::add);
    r.post("/blog/rubriques/renommer", categories::rename);
    r.post("/blog/rubriques/retirer", categories::remove);
    r.form("/blog/classes/{class}/aides", contributors::show, contributors::invite);
    r.post("/blog/classes/{class}/aides/{person}/retirer", contributors::remove);
}
