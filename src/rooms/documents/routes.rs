//! The paths of the documents. Those that begin with a word of their own come before those of a space.

use super::{casier, drive, file, folder, moving, naming, rights, sending, spaces, taking, throwing};
use crate::door::Routes;

pub fn routes(r: &mut Routes) {
    r.get("/documents", spaces::show);
    drive::routes(r);
    r.get("/documents/fichiers/{entry}", file::show);
    r.get("/documents/fichiers/{entry}/telecharger", file::download);
    r.get("/documents/fichiers/{entry}/apercu", file::preview);
    r.get("/documents/fichiers/{entry}/versions/{number}", file::old);
    r.post("/documents/fichiers/{entry}/versions/{number}/reprendre", file::bring_back);
    r.resumable(
        "/documents/fichiers/{entry}/version",
        "/documents/fichiers/{entry}/version/{upload}",
        &sending::VERSION,
    );
    r.form("/documents/fichiers/{entry}/renommer", naming::show, naming::rename);
    r.get("/documents/casiers/{class}/depots/{pupil}", casier::slot);
    r.resumable(
        "/documents/casiers/{class}/depots/{pupil}/envois",
        "/documents/casiers/{class}/depots/{pupil}/envois/{upload}",
        &casier::DEPOSITS,
    );
    r.get_slow("/documents/casiers/{class}/archive", casier::archive);
    r.form("/documents/casiers/{class}/vider", casier::empty_page, casier::empty);
    r.get_slow("/documents/{space}", folder::top);
    r.get_slow("/documents/{space}/dossiers/{entry}", folder::inside);
    r.resumable("/documents/{space}/envois", "/documents/{space}/envois/{upload}", &sending::AT_TOP);
    r.resumable(
        "/documents/{space}/dossiers/{entry}/envois",
        "/documents/{space}/dossiers/{entry}/envois/{upload}",
        &sending::INSIDE,
    );
    r.form("/documents/{space}/nouveau-dossier", folder::new_page, folder::make);
    r.post("/documents/{space}/arborescence", folder::make_way);
    r.get_slow("/documents/{space}/archive", taking::archive);
    r.form("/documents/{space}/deplacer", moving::show, moving::relocate);
    r.form("/documents/{space}/jeter", throwing::show, throwing::bin);
    r.get_slow("/documents/{space}/corbeille", throwing::list);
    r.post("/documents/{space}/corbeille/{entry}/remettre", throwing::restore);
    r.form("/documents/{space}/corbeille/vider", throwing::empty_page, throwing::empty);
    r.form("/documents/{space}/droits", rights::show, rights::save);
}
