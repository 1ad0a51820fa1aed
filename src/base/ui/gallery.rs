//! Every piece on a few invented pages, written to `target/gallery` to be looked at, and held to the house's laws.
use maud::{Markup, PreEscaped, html};

use super::choice::{checkbox, checkboxes, choice, radios, select};
use super::field::Typed;
use super::icon::{Icon, icon};
use super::notice::{Tone, faults, flash, notice};
use super::page::{AccountLink, MenuItem};
use super::{button, field, page, piece, table, uploader};
use crate::base::assets::{Asset, find};

#[test]
fn pieces_keep_the_laws_of_the_page() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery/actifs");
    std::fs::create_dir_all(&folder).unwrap();
    for href in Asset::all() {
        let found = find(href, "").unwrap();
        std::fs::write(folder.join(href.rsplit('/').next().unwrap()), found.bytes).unwrap();
    }
    for (name, markup) in pages() {
        let text = markup.into_string();
        std::fs::write(folder.with_file_name(format!("{name}.html")), &text).unwrap();
        assert!(!text.contains(" style="), "{name}: no inline style");
        assert_eq!(text.matches("<script").count(), 1, "{name}: one module, no inline script");
        assert_eq!(text.matches("<h1").count(), 1, "{name}: one h1");
        let document = scraper::Html::parse_document(&text);
        let all = |css: &str| document.select(&scraper::Selector::parse(css).unwrap()).collect::<Vec<_>>();
        let mut ids: Vec<_> = all("[id]").iter().map(|e| e.attr("id").unwrap().to_owned()).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: an id twice");
        for named in all("[aria-describedby]") {
            for id in named.attr("aria-describedby").unwrap().split(' ') {
                assert!(ids.iter().any(|known| known == id), "{name}: {id} describes nothing");
            }
        }
        for field in all("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea") {
            let label = format!("label[for='{}']", field.attr("id").unwrap());
            assert_eq!(all(&label).len(), 1, "{name}: {label}");
        }
    }
}

#[test]
fn a_first_visit_stays_light() {
    let files =
        [Asset::AppCss, Asset::AppJs, Asset::TexteWoff2, Asset::TitreWoff2, Asset::CursiveWoff2, Asset::FaviconSvg];
    let fonts: usize =
        [Asset::TexteWoff2, Asset::TitreWoff2, Asset::CursiveWoff2].map(|f| f.weight().plain).iter().sum();
    assert!(fonts <= 40 * 1024, "{fonts} bytes of fonts");
    let page = parent().into_string().len();
    let sum = page + files.map(|file| file.weight().gzip).iter().sum::<usize>();
    assert!(sum < 60_000, "{sum} bytes on a first visit, the page itself not even packed");
    assert!(files.len() < 8);
    assert!(Asset::AppJs.weight().plain <= 6 * 1024);
    assert!(Asset::EnvoiJs.weight().plain <= 9 * 1024, "only where files are sent");
    let editor = [Asset::EditeurJs, Asset::PropreJs, Asset::SquireJs].map(|f| f.weight().plain).iter().sum::<usize>();
    assert!(editor <= 150 * 1024, "{editor} bytes of editor");
}

fn pages() -> [(&'static str, Markup); 8] {
    [
        ("parent", parent()),
        ("suivi", follow_up()),
        ("fautes", mended()),
        ("etapes", set_up()),
        ("ecrire", writing()),
        ("eleve", pupil()),
        ("vide", empty()),
        ("mot", word()),
    ]
}

fn shell(title: &str, class: &str, small: &str, current: usize, body: Markup) -> Markup {
    let entries = [
        ("Accueil", Icon::House),
        ("Cahier", Icon::BookOpenText),
        ("Blog", Icon::Newspaper),
        ("Messages", Icon::MessagesSquare),
    ];
    let items: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(at, &(label, icon))| MenuItem { href: "#", label, icon, current: at == current })
        .collect();
    let account = AccountLink { href: "#", name: "Sophie Petit" };
    page::document_for(
        class,
        &format!("{title} · École Jean-Jaurès"),
        html! {},
        html! {
            (page::skip_link())
            (page::roof("École Jean-Jaurès", small, &items, Some("/recherche"), Some(account)))
            (body)
            (page::foot(&[("Données personnelles", "#"), ("Accessibilité", "#")]))
        },
    )
}

fn parent() -> Markup {
    let body = page::main(html! {
        h1 { "Bonjour Sophie," br; "deux mots vous attendent." }
        div.rang {
            (piece::etiquette_link("#", "Léa", "PS-MS", true))
            (piece::etiquette_link("#", "Hugo", "CE1-CE2", false))
        }
        (piece::word(html! {
            (piece::tag_waits("À signer avant jeudi"))
            h2 { a href="#" { "Sortie à la ferme, vendredi 27 novembre" } }
            (piece::ruled(html! { p { "Nous partirons à 8 h 45 en car. Prévoyez un pique-nique, des bottes et un vêtement de pluie. Hugo peut-il participer ?" } }))
            p.doux { "De Mme Benali, pour " (piece::person("Hugo")) " · hier à 16 h 05" }
            div.rang { (button::link("Lire et signer", "#").icon(Icon::Signature)) (button::link("Écouter", "#").quiet().icon(Icon::Volume2)) }
        }))
        (piece::word(html! {
            (piece::tag_waits("À lire"))
            h2 { a href="#" { "Poux : il y en a dans la classe" } }
            p.doux { "De Mme Marchand, pour " (piece::person("Léa")) " · lundi" }
            div.rang { (button::link("Lire le mot", "#").quiet()) }
        }))
        (piece::word(html! {
            (piece::done("Signé mardi 17 novembre à 19 h 12"))
            h2 { a href="#" { "Photo de classe" } }
            p.doux { "De M. Le Goff, directeur, pour " (piece::person("Léa")) " et " (piece::person("Hugo")) }
        }))
    });
    shell("Accueil", "", "", 0, body)
}

fn follow_up() -> Markup {
    let row = |name: &str, part: &str, state: Markup, how: &str| {
        vec![piece::etiquette(name, ""), html! { (part) }, state, html! { span.doux { (how) } }]
    };
    let rows = vec![
        row("Aïcha", "—", piece::late("Attendue jeudi"), "Famille « papier » : coupon imprimé"),
        row("Hugo", "Oui", piece::done("Sophie Petit, hier 19 h 12"), "Application"),
        row("Inès", "Oui", piece::done("Rosa D’Almeida, hier 21 h 03"), "Depuis l’e-mail"),
        row("Łukasz", "Non", piece::done("Anna Kowalska, ce matin 7 h 41"), "Coupon papier, noté par Mme Benali"),
    ];
    let body = page::main(html! {
        (page::crumbs(&[("Cahier de liaison", "#")], "Sortie à la ferme"))
        (flash("La relance partira demain à 7 h.", Tone::Done))
        div.rang.bouts {
            h1 { "19 familles sur 23 ont signé" }
            div.rang {
                (button::post_button("#", button::primary("Relancer les 4 familles").icon(Icon::Bell)))
                (button::link("Noter des retours papier", "#").quiet())
            }
        }
        (piece::gauge(19, 23, "19 familles sur 23 ont signé"))
        p.doux { "Réponses : " b { "18 oui" } " · 1 non · 4 sans réponse. La relance partira demain à 7 h (il est 20 h 40)." }
        (table::filter("suivi", "Chercher un élève"))
        div #suivi { (table::table("Signatures par élève", &["Élève", "Participe", "Signature", "Comment"], rows)) }
        (piece::details_of("Ce que les familles ont reçu", html! { p { "Le mot tel qu’il a été envoyé." } }))
    });
    shell("Suivi", "", "Mme Benali · CE1-CE2", 1, body)
}

fn mended() -> Markup {
    let wrong = Typed {
        value: "sophie@",
        fault: Some("Cette adresse n’est pas complète : il manque ce qui suit « @ »."),
    };
    let body = page::narrow(html! {
        h1 { "Votre compte" }
        (faults([("courriel", "Cette adresse n’est pas complète"), ("cycle", "Choisissez un cycle")]))
        form.pile method="post" {
            (field::text("prenom", "Prénom").required().autocomplete("given-name").typed(Typed::of("Sophie")))
            (field::email("courriel", "Adresse e-mail").optional().hint("Pour recevoir les mots et retrouver votre mot de passe.").typed(wrong))
            (field::tel("tel", "Téléphone").optional())
            (field::date("naissance", "Date de naissance").typed(Typed::of("2018-03-14")))
            (field::password("phrase", "Phrase de passe").hint("Quatre mots que vous retenez, par exemple.").autocomplete("new-password"))
            (select("classe", "Classe", vec![choice("", "Choisir…"), choice("cp", "CP"), choice("ce1", "CE1-CE2")]).typed(Typed::of("ce1")))
            (radios("cycle", "Qui signe ?", vec![
                choice("un", "Un responsable suffit").hint("Le mot est signé dès que l’un des deux a signé."),
                choice("tous", "Chaque responsable"),
            ]).typed(Typed { value: "un", fault: Some("Choisissez un cycle") }))
            (checkboxes("eleve", "Pour qui ?", vec![
                choice("1", "Aïcha Diallo").person().ticked(true), choice("2", "Hugo Petit").person(), choice("3", "Inès D’Almeida").person(),
            ]).all("Toute la classe").tight())
            (checkbox("charte", "oui", "J’ai lu la charte et je l’accepte").required())
            (field::file("piece", "Photo ou document").optional().accept("image/jpeg,image/png,application/pdf").several())
            (field::textarea("mot", "Un mot à l’école").optional())
            div.actions { (button::primary("Enregistrer")) (button::danger("Supprimer le compte").confirm("Supprimer ce compte ?")) (button::quiet("Annuler").small()) }
        }
    });
    shell("Compte", "", "", 9, body)
}

fn set_up() -> Markup {
    let titles = ["École", "Votre compte", "Adresse", "Courriel", "Élèves", "Classes", "C’est prêt"];
    page::document(
        "Mise en route · Préau",
        html! {},
        html! {
            (page::skip_link())
            (page::roof("Préau", "", &[], None, None))
            (page::narrow(html! {
                (page::steps(3, &titles))
                h1 { "À quelle adresse ouvrir l’école ?" }
                (notice(Tone::Warning, html! { p { "Vérifiez la date : un certificat à la mauvaise date ne s’ouvre nulle part." } }))
                form.pile method="post" {
                    (field::code("code", "Code de mise en route").hint("Il est affiché à côté de l’adresse, sur la machine.").required().focused())
                    (field::text("nom", "Nom de la machine").hint("Les appareils de l’école l’ouvriront sous ce nom.").typed(Typed::of("ecole.local")).as_written())
                    (piece::facts([("Date", html! { "samedi 21 novembre 2026" }), ("Heure", html! { "22 h 55" }), ("Empreinte", html! { span.code #empreinte { "4F:9A:12:7C" } " " (button::copy("Copier", "empreinte")) })]))
                    div.actions { (button::primary("Continuer")) (button::link("Revenir", "#").quiet()) (button::print("Imprimer")) }
                }
            }))
        },
    )
}

const PHOTOS: uploader::Uploader = uploader::Uploader {
    action: "#",
    person: 7,
    label: "Photos, sons, vidéos",
    hint: "Plusieurs à la fois. Ils partent dès que vous les choisissez.",
    accept: "image/*,audio/*,video/*",
    most: 200_000_000,
    fault: None,
};

fn writing() -> Markup {
    let text = "<p>Nous partirons à <b>8 h 45</b> en car.</p><ul><li>un pique-nique</li><li>des bottes</li></ul>";
    let body = page::narrow(html! {
        h1 { "Un mot pour les familles" }
        form.pile method="post" data-brouillon="mot-neuf" {
            (field::text("titre", "Titre").required())
            (field::rich_text("texte", "Le mot").hint("Court et précis : on le lit sur un téléphone.").typed(Typed::of(text)))
            (button::primary("Envoyer aux familles").icon(Icon::Send))
        }
        (uploader::uploader(&PHOTOS, html! { p { "Rien n’est encore arrivé." } }))
    });
    shell("Écrire", "", "Mme Benali · CE1-CE2", 1, body)
}

fn pupil() -> Markup {
    let doors = [("Le blog", Icon::Newspaper), ("Mes devoirs", Icon::Backpack), ("Mes photos", Icon::Image)];
    let body = page::main(html! {
        h1 { "Bonjour " (piece::etiquette("Léa", "")) }
        ul.portes { @for (word, sign) in doors { li { a href="#" { (icon(sign)) (word) } } } }
        div.rang { (button::link("Écrire un article", "#").icon(Icon::PenLine)) }
    });
    shell("Accueil", "eleve", "", 0, body)
}

fn empty() -> Markup {
    let body = page::main(html! {
        h1 { "Le cahier est vide" }
        (piece::empty_state("Aucun mot pour l’instant", "Le premier mot que vous écrirez arrivera chez les familles demain à 7 h.", html! { (button::link("Écrire un mot", "#").icon(Icon::PenLine)) }))
        ul.liste {
            li { a href="#" { span { "CE1-CE2" } (icon(Icon::ChevronRight)) } }
            li { span { "CM1" } (piece::tag("24 élèves")) (button::link("Ouvrir", "#").quiet().small().about("la classe de CM1")) }
        }
    });
    shell("Cahier", "", "", 1, body)
}

fn word() -> Markup {
    let text = "<p>Nous partirons à 8 h 45 en car, de la porte du préau.</p><h2>À prévoir</h2><ul><li>un pique-nique</li><li>des bottes et un vêtement de pluie</li></ul><p>Le retour est à 16 h 30 ; la garderie est assurée. <a href=\"https://exemple.fr/ferme\">Le site de la ferme</a></p>";
    let body = page::narrow(html! {
        (page::crumbs(&[("Accueil", "#")], "Sortie à la ferme"))
        article.mot {
            (piece::tag_waits("À signer avant jeudi"))
            h1 { "Sortie à la ferme, vendredi 27 novembre" }
            p.doux { "De Mme Benali, pour " (piece::person("Hugo")) " · hier à 16 h 05" }
            (piece::ruled(PreEscaped(text.to_owned())))
            p { del { "8 h 30" } " " ins { "8 h 45" } }
            div.rang { (button::post_button("#", button::primary("Signer pour Hugo").icon(Icon::Signature))) (button::print("Imprimer")) }
        }
    });
    shell("Sortie", "", "", 1, body)
}
