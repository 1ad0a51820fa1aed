//! The paths of what a post shows. The named ones come before the sizes, which stand in the same place.

use super::{attaching, blur, gate, hidden, sending, serving, tagging};
use crate::door::Routes;

pub fn routes(r: &mut Routes) {
    r.get("/blog/photos-masquees", hidden::show);
    r.resumable("/blog/articles/{post}/envois", "/blog/articles/{post}/envois/{upload}", &sending::ENVOIS);
    r.form("/blog/articles/{post}/photos", tagging::show, tagging::save);
    r.get("/blog/articles/{post}/verifier", gate::show);
    r.get("/blog/articles/{post}/medias/{media}", serving::page);
    r.form("/blog/articles/{post}/medias/{media}/flouter", blur::show, blur::save);
    r.post("/blog/articles/{post}/medias/{media}/net", blur::undo);
    r.post("/blog/articles/{post}/medias/{media}/montrer", attaching::show_to);
    r.get("/blog/articles/{post}/medias/{media}/{size}", serving::bytes);
}
