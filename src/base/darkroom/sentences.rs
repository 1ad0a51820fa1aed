//! What a person reads when a file is not kept, or when a device may not play it.

use super::Fault;
use std::fmt;

impl Fault {
    pub fn sentence(self) -> &'static str {
        match self {
            Fault::TooHeavy => {
                "Ce fichier est trop lourd\u{202f}: 40\u{a0}Mo au plus pour une photo, 200\u{a0}Mo pour un son, 500\u{a0}Mo pour une vidéo, 50\u{a0}Mo pour un document."
            }
            Fault::TooLarge => "Cette image a trop de pixels. Réduisez-la à 50 millions de pixels au plus.",
            Fault::Progressive => {
                "Cette photo est trop grande pour un JPEG «\u{202f}progressif\u{202f}». Enregistrez-la en JPEG ordinaire ou réduisez-la de moitié, puis envoyez-la à nouveau."
            }
            Fault::NotShown => {
                "Ce type de fichier n’est pas accepté. Envoyez une photo, un son, une vidéo MP4, un PDF ou un document Word ou LibreOffice."
            }
            Fault::Damaged => "Ce fichier est abîmé ou incomplet. Essayez de l’envoyer à nouveau.",
            Fault::OldVideo => {
                "Les navigateurs ne savent pas lire cette vidéo. Enregistrez-la au format MP4 (H.264), puis envoyez-la à nouveau."
            }
            Fault::OtherSound => {
                "Les navigateurs ne savent pas lire ce son. Enregistrez-le en MP3, M4A, WAV ou Ogg, puis envoyez-le à nouveau."
            }
            Fault::Deadly => {
                "Ce fichier n’a pas pu être lu, malgré plusieurs essais. Envoyez-en une copie ou une autre photo."
            }
            Fault::Hevc => "Cette vidéo est en H.265\u{202f}: certains appareils anciens ne la liront pas.",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
