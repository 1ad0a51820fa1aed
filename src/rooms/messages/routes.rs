//! The paths of messages. The named ones come before the threads, which stand in the same place.

use super::{answering, finder, list, pause, pieces, reading, reports, sending, writing};
use crate::door::Routes;

pub fn routes(r: &mut Routes) {
    r.get_slow("/messages", list::show);
    r.post("/messages/nouveau", writing::begin);
    r.form("/messages/brouillons/{message}", writing::show, writing::save);
    r.post("/messages/brouillons/{message}/garder", writing::keep);
    r.form("/messages/brouillons/{message}/jeter", writing::throw_away_page, writing::throw_away);
    r.get_slow("/messages/brouillons/{message}/destinataires", finder::show);
    r.resumable(
        "/messages/brouillons/{message}/envois",
        "/messages/brouillons/{message}/envois/{upload}",
        &pieces::ENVOIS,
    );
    r.get("/messages/pieces/{message}/{enclosure}/{size}", pieces::bytes);
    r.post("/messages/pieces/{message}/{enclosure}/retirer", pieces::remove);
    r.post("/messages/ecrits/{message}/reprendre", sending::recall);
    pause::routes(r);
    reports::routes(r);
    r.get("/messages/{thread}", reading::show);
    r.form("/messages/{thread}/repondre", answering::show, answering::save);
    r.post("/messages/{thread}/brouillon", answering::keep);
    r.post("/messages/{thread}/lu", reading::mark_read);
    r.post("/messages/{thread}/non-lu", reading::mark_unread);
    r.post("/messages/{thread}/archiver", reading::archive);
    r.post("/messages/{thread}/sortir", reading::bring_back);
    r.post("/messages/{thread}/fermer", reading::close);
    r.post("/messages/{thread}/rouvrir", reading::reopen);
}
