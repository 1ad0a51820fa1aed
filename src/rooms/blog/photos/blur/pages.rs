//! The page on which faces are drawn over: by finger on a canvas, or by taps on the photo where no script runs.

use super::forms::{FROM, TAPPED};
use crate::{
    base::{
        db::Id,
        french,
        images::Shape,
        ui::{
            Icon, button,
            choice::{checkboxes, choice},
            field, notice,
            page::crumbs,
        },
    },
    door::{Draft, Page},
    rooms::blog::photos::{path, policy::BlurPicture},
    school::{Pupil, media::Size, permit::May},
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const NOTHING_DRAWN: &str = "Dessinez d’abord sur chaque visage à flouter.";
pub const BLURRING: &str = "Le flou est en cours : la photo revient dans quelques instants.";
pub const CLEAR: &str = "Le flou est retiré : la photo nette revient dans quelques instants.";
pub const CLEAR_ASIDE: &str =
    "Un visage n’est plus caché et la photo est laissée de côté : dites qui était dessous, puis montrez-la à tous.";

pub struct Sitter {
    pub pupil: Id<Pupil>,
    pub name: String,
    pub is_ticked: bool,
}

/// Where one came from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Back {
    Faces,
    Gate,
}

/// `until`: the day on which the clear photo is erased, where there is one to come back to.
pub fn draw(
    picture: &May<BlurPicture>,
    sitters: &[Sitter],
    shapes: &[Shape],
    until: Option<Date>,
    back: Back,
    draft: &Draft,
) -> Page {
    let (post, media) = (picture.post.id, picture.shot.media.id);
    let here = path::of(post, media, "flouter");
    let drawn = serde_json::to_string(shapes).unwrap_or_else(|_| "[]".to_owned());
    let body = html! {
        (crumbs(&[("Blog", "/blog"), ("Photos", &path::faces(post))], "Flouter"))
        h1 { "Flouter un visage" }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        p { "Passez le doigt sur chaque visage. Le flou entre dans la photo, dans toutes ses tailles : personne ne peut le retirer, sauf vous pendant sept jours." }
        @if let Some(until) = until {
            (notice::notice(notice::Tone::Info, html! {
                p { "Cette photo est floutée. La photo nette est gardée à part jusqu’au " (french::day(until)) ", puis effacée." }
                (button::post_button(&path::of(post, media, "net"), button::quiet("Retirer le flou").small().icon(Icon::Undo2)))
            }))
        }
        div data-flou=(path::size(post, media, Size::Medium)) data-formes="f-formes" { (tapped(picture, shapes, &drawn, back)) }
        form.pile method="post" action=(here) {
            input type="hidden" id="f-formes" name="formes" value=(drawn);
            (from(back))
            @if !sitters.is_empty() {
                (checkboxes("eleve", "Qui ne peut plus être reconnu ?", sitters.iter().map(|one| {
                    choice(one.pupil.to_string(), one.name.as_str()).person().ticked(one.is_ticked)
                }).collect()).tight())
            }
            div.actions {
                (button::primary("Flouter la photo").icon(Icon::EyeOff))
                (button::link("Annuler", if back == Back::Gate { path::gate(post) } else { path::faces(post) }).quiet())
            }
        }
    };
    Page::narrow("Flouter un visage", body)
}

/// The photo is a button: where it was tapped comes with it. Nothing is written before « Flouter la photo ».
fn tapped(picture: &May<BlurPicture>, shapes: &[Shape], drawn: &str, back: Back) -> Markup {
    let (post, media) = (picture.post.id, &picture.shot.media);
    let tall = TAPPED * media.height.max(1) / media.width.max(1);
    html! {
        form.pile.sans-papier method="get" action=(path::of(post, media.id, "flouter")) data-sans-script {
            (field::hidden("formes", drawn))
            (from(back))
            fieldset.groupe {
                legend { "Taille du visage" }
                div.rang {
                    @for (value, label) in [("petit", "Petit"), ("moyen", "Moyen"), ("grand", "Grand")] {
                        label.coche { input type="radio" name="taille" value=(value) checked[value == "moyen"]; span { (label) } }
                    }
                }
            }
            p.doux { "Touchez le milieu de chaque visage." }
            div.pointe {
                input type="image" name="p" src=(path::size(post, media.id, Size::Medium)) width=(TAPPED) height=(tall)
                    alt="Toucher un visage sur la photo";
                (over(shapes))
            }
            @if !shapes.is_empty() { div.rang { (button::quiet("Effacer le dernier").small().sends("effacer", "1")) } }
        }
    }
}

fn from(back: Back) -> Markup {
    html! { @if back == Back::Gate { (field::hidden(FROM, path::FROM_GATE)) } }
}

fn over(shapes: &[Shape]) -> Markup {
    html! {
        svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true" {
            @for shape in shapes {
                @match shape {
                    Shape::Ellipse { x, y, rx, ry } => ellipse cx=(x) cy=(y) rx=(rx) ry=(ry) {},
                    Shape::Stroke { points, width } => polyline stroke-width=(width)
                        points=(points.iter().map(|[x, y]| format!("{x},{y}")).collect::<Vec<_>>().join(" ")) {},
                }
            }
        }
    }
}
