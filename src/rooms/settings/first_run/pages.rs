//! The screens of the set-up.

use super::back::{self, Place};
use crate::{
    base::{
        backup::{RestoreState, Stage},
        clock::Instant,
        french,
        tls::Facts,
        ui::{
            button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Draft,
    rooms::settings::{address, backups::key, mail, school},
    school::{Person, login, settings},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const STEPS: [&str; 8] = [
    "L’école",
    "Votre compte",
    "Codes de secours",
    "Adresse",
    "Clé de secours",
    "Courrier",
    "Élèves et classes",
    "C’est prêt",
];

/// The code that is asked back from the printed sheet.
pub const ASKED: usize = 4;
pub const WRONG_CODE: &str =
    "Ce n’est pas le code affiché par la boîte. Il change à chaque démarrage : regardez le dernier.";
pub const NOT_THAT_CODE: &str = "Ce n’est pas le quatrième code de la liste. Recopiez-le depuis votre feuille.";
pub const LOGIN_TAKEN: &str = "Cet identifiant est déjà pris. Choisissez-en un autre.";
pub const CHOOSE_ONE: &str = "Choisissez une sauvegarde.";
pub const NO_FILE: &str = "Choisissez le fichier .tar de la sauvegarde.";
pub const RECEIVED: &str = "Le fichier est arrivé\u{202f}: choisissez la sauvegarde à ramener.";
pub const GONE: &str = "Cette sauvegarde n’est plus là\u{202f}: rebranchez le disque, puis rechargez la page.";
pub const UNDER_WAY: &str = "Une restauration est déjà en cours.";
/// Of each place, the newest: nobody goes back further than that without the console.
pub const SHOWN: usize = 15;
pub const DONE: &str = "La boîte est en route, et vous êtes connecté à votre compte.";

pub fn wait(seconds: i64) -> String {
    format!("Trop d’essais. Attendez {} avant de recommencer.", french::count(seconds, "seconde", "secondes"))
}

pub fn door(draft: &Draft, facts: &Facts) -> Markup {
    html! {
        h1 { "Bienvenue dans Préau" }
        p { "Cette boîte n’appartient encore à aucune école. La personne qui l’a démarrée a vu s’afficher un code : tapez-le pour commencer." }
        form.pile method="post" action="/mise-en-route" {
            (field::code("code", "Code de mise en route").typed(draft.typed("code")).required().focused()
                .hint("Douze signes, comme ABCD-EFGH-JKLM. Il est à l’écran de la machine et dans son fichier INSTALLATION.txt."))
            (button::primary("Commencer"))
        }
        (piece::details_of("Suis-je bien à la bonne adresse ?", html! {
            p { "Comparez ces mots à ceux que la machine a affichés : s’ils diffèrent, quelqu’un s’est glissé entre elle et vous." }
            (address::pages::fingerprint(&facts.served.fingerprint))
        }))
    }
}

/// Two ways to begin, neither before the other.
pub fn start() -> Markup {
    html! {
        h1 { "Bienvenue dans Préau" }
        section.carte {
            h2 { "Une nouvelle école" }
            p { "Huit écrans, une dizaine de minutes\u{202f}: l’école, votre compte, l’adresse, les classes." }
            div.rang { (button::link("Mettre en route une école", "/mise-en-route/ecole")) }
        }
        section.carte {
            h2 { "Une école qui revient" }
            p { "La boîte d’avant est perdue ou remplacée\u{202f}: rebranchez le disque de ses sauvegardes, et prenez la feuille de la clé de secours." }
            div.rang { (button::link("Restaurer une sauvegarde", back::PATH)) }
        }
    }
}

/// What a choice of the page sends: a disk and a name.
pub fn value(label: &str, archive: &str) -> String {
    format!("{label}/{archive}")
}

pub fn back(draft: &Draft, state: &RestoreState, places: &[Place], zone: &TimeZone) -> Markup {
    html! {
        (page::crumbs(&[("Mise en route", "/mise-en-route/debut")], "Restaurer une sauvegarde"))
        h1 { "Restaurer une sauvegarde" }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        @match state {
            RestoreState::UnderWay(stage) => (under_way(*stage)),
            RestoreState::Ready { lost } => (notice::notice(Tone::Done, html! {
                p role="status" {
                    @match *lost {
                        0 => "L’école est revenue, entière et comparée.",
                        lost => {
                            "L’école est revenue, sauf "
                            (french::count(lost, "fichier", "fichiers"))
                            "\u{202f}: une photo ou un document qui ne s’ouvre plus est à redemander à qui l’avait envoyé."
                        }
                    }
                }
                p { "La boîte redémarre avec elle\u{202f}: attendez une minute. L’adresse de l’école et son certificat sont ceux d’avant\u{202f}; chacun se reconnecte avec sa phrase de passe. " a href="/" { "Ouvrir l’école" } }
            })),
            RestoreState::Failed(why) | RestoreState::Incomplete(why) => {
                (notice::notice(Tone::Fault, html! { p { (french::capitalised(why)) } }))
                (ask_back(draft, places, zone, matches!(state, RestoreState::Incomplete(_))))
            }
            RestoreState::Nothing => (ask_back(draft, places, zone, false)),
        }
    }
}

fn under_way(stage: Option<Stage>) -> Markup {
    let says = match stage {
        None => "La restauration commence.".to_owned(),
        Some(Stage::Database) => "La base est déchiffrée et comparée.".to_owned(),
        Some(Stage::Files { done, of }) => {
            format!("Fichier {} sur {}.", french::number(done as i64), french::number(of as i64))
        }
        Some(Stage::Reading) => "Tout est là\u{202f}: la boîte se prépare.".to_owned(),
    };
    html! {
        div.avis {
            div {
                p role="status" { (says) }
                @if let Some(Stage::Files { done, of }) = stage { (piece::gauge(done as u32, of as u32, &says)) }
                p.doux { "Ne débranchez pas le disque. Rien ne prend la place de rien avant que tout soit lu et comparé." }
            }
        }
    }
}

/// `is_incomplete`: the last try found files missing.
fn ask_back(draft: &Draft, places: &[Place], zone: &TimeZone, is_incomplete: bool) -> Markup {
    html! {
        @if places.is_empty() {
            (piece::empty_state(
                "Aucune sauvegarde n’est là",
                "Branchez le disque qui porte les sauvegardes, attendez quelques secondes, puis regardez de nouveau. Ou envoyez-les d’ici.",
                html! { (button::link("Regarder de nouveau", back::PATH)) },
            ))
        } @else { (choose(draft, places, zone, is_incomplete)) }
        (piece::details_of("Envoyer une sauvegarde depuis cet appareil", html! {
            p { "Le dossier entier des sauvegardes, réuni en un seul fichier .tar. Sur un réseau d’école, comptez une minute par gigaoctet." }
            form.pile method="post" action=(back::PARCEL) enctype="multipart/form-data" {
                (field::file("fichier", "Fichier .tar").typed(draft.typed("fichier")).accept(".tar").required())
                (button::primary("Envoyer").quiet())
            }
        }))
    }
}

fn choose(draft: &Draft, places: &[Place], zone: &TimeZone, is_incomplete: bool) -> Markup {
    let said = |at: Option<Instant>| match at {
        Some(at) => address::pages::spoken(at, zone),
        None => "Sans date".to_owned(),
    };
    let typed = draft.fields.get("sauvegarde");
    let mut choices = Vec::new();
    for place in places {
        for (name, at) in &place.archives {
            let value = value(&place.label, name);
            let is_first = typed.is_empty() && choices.is_empty();
            let ticked = is_first || typed == value;
            choices.push(choice(value, french::capitalised(&said(*at))).hint(place.name.clone()).ticked(ticked));
        }
    }
    html! {
        p { "Toute l’école revient comme elle était à ce moment-là\u{202f}: comptes, mots, photos, documents. Rien n’est changé sur le disque." }
        form.pile method="post" action=(back::PATH) {
            (choice::radios("sauvegarde", "Quelle sauvegarde", choices).typed(draft.typed("sauvegarde")))
            (field::textarea("cle", "Clé de secours").typed(draft.typed("cle")).required().autocomplete("off")
                .hint("Les dix groupes de la feuille, avec ou sans espaces, en majuscules ou non."))
            @if is_incomplete {
                (choice::checkbox("sans_abimes", "oui", "Restaurer sans les fichiers manquants ou abîmés").typed(draft.typed("sans_abimes"))
                    .hint("Comptes, mots, signatures et tous les autres fichiers reviennent. La page «\u{202f}Sauvegardes\u{202f}» dira chaque jour combien de fichiers manquent."))
            }
            (button::primary("Restaurer"))
        }
    }
}

pub fn school(draft: &Draft) -> Markup {
    screen(
        1,
        "Votre école",
        draft,
        html! {
            p { "Huit écrans, une dizaine de minutes. Vous pouvez vous arrêter et revenir : rien n’est perdu." }
            form.pile method="post" action="/mise-en-route/ecole" {
                (school::pages::fields(draft))
                (button::primary("Continuer"))
            }
        },
    )
}

pub fn director(draft: &Draft, standing: Option<&Person>, login: &str) -> Markup {
    let draft = match standing {
        Some(person) => draft.or_standing(&[
            ("civilite", &person.civility),
            ("prenom", &person.first_name),
            ("nom", &person.last_name),
            ("courriel", &person.contact.email),
            ("identifiant", login),
        ]),
        None => draft.clone(),
    };
    let civilities = vec![choice("", "—"), choice("Mme", "Mme"), choice("M.", "M.")];
    screen(
        2,
        "Votre compte",
        &draft,
        html! {
            p { "Le compte de la direction : il ouvre tout ce qui concerne l’école." }
            form.pile method="post" action="/mise-en-route/direction" {
                (choice::select("civilite", "Civilité", civilities).typed(draft.typed("civilite")).autocomplete("honorific-prefix"))
                (field::text("prenom", "Prénom").typed(draft.typed("prenom")).required().max_length(80).autocomplete("given-name"))
                (field::text("nom", "Nom").typed(draft.typed("nom")).required().max_length(80).autocomplete("family-name"))
                (field::email("courriel", "Adresse e-mail").typed(draft.typed("courriel")).optional())
                (field::text("identifiant", "Identifiant").typed(draft.typed("identifiant")).optional().as_written().autocomplete("username")
                    .hint("Laissez vide pour prenom.nom."))
                (field::password("phrase", "Phrase de passe").typed(draft.typed("phrase")).required().autocomplete("new-password")
                    .hint("Douze signes au moins. Quatre mots sans rapport entre eux se retiennent bien et se devinent mal."))
                (button::primary("Créer mon compte"))
            }
        },
    )
}

pub fn codes(draft: &Draft, codes: &[String], login: &str, school: &str) -> Markup {
    screen(
        3,
        "Vos codes de secours",
        draft,
        html! {
            p.ecran { "Si vous oubliez votre phrase de passe, l’un de ces codes ouvrira votre compte, une seule fois chacun. Imprimez cette page ou recopiez-les, et rangez la feuille sous clé : ils ne seront plus jamais affichés." }
            section.carte {
                p.papier { "Codes de secours de la direction, " (school) ". Chacun ouvre le compte une seule fois, si la phrase de passe est oubliée. À ranger sous clé." }
                p { "Identifiant : " strong translate="no" { (login) } }
                ol.codes { @for code in codes { li { code { (login::shown_code(code).to_uppercase()) } } } }
            }
            div.rang { (button::print("Imprimer les codes")) }
            form.pile.ecran method="post" action="/mise-en-route/codes" {
                (field::code("code", "Recopiez le code n° 4").typed(draft.typed("code")).required()
                    .hint("Depuis votre feuille : c’est le moyen de savoir qu’elle se lit bien."))
                (button::primary("Ma feuille est rangée, continuer"))
            }
        },
    )
}

pub fn address(draft: &Draft, date: Markup) -> Markup {
    screen(
        4,
        "Date, adresse et certificat",
        draft,
        html! {
            p { "Choisissez le nom que l’on tapera à l’école. La boîte fabrique alors son propre certificat, qui ne vaut que pour ce nom et pour le réseau de l’école." }
            (notice::notice(Tone::Info, html! { p { "Juste après, votre navigateur pourra vous redemander si vous faites confiance à cette adresse : c’est le nouveau certificat. La page suivante vous donne son empreinte." } }))
            form.pile method="post" action="/mise-en-route/adresse" {
                (date)
                (address::pages::fields(draft))
                (button::primary("Fixer l’adresse"))
            }
        },
    )
}

/// `host` is how this browser came, so that the person is told when the name differs.
pub fn certificate(facts: &Facts, school: &settings::Facts, host: &str) -> Markup {
    let (came_by, port) = host.rsplit_once(':').unwrap_or((host, "443"));
    let port = if port == "443" { String::new() } else { format!(":{port}") };
    let name = school.names.first().map_or("", String::as_str);
    html! {
        (page::steps(4, &STEPS))
        h1 { "L’adresse est fixée" }
        p { "À l’école, on tapera :" }
        p { span.code.grand translate="no" { "https://" (name) (port) } }
        @if came_by != name {
            p.doux.ecran { "Vous êtes venu par " (came_by) " : restez-y jusqu’à la fin de la mise en route, le nouveau nom servira ensuite." }
        }
        section.carte {
            h2 { "L’empreinte de l’autorité de l’école" }
            p { "Notez ou imprimez ces mots : ce sont eux que l’on compare avant d’installer le certificat sur un appareil de l’école. Les familles n’installent rien." }
            @for root in facts.roots.iter().take(1) { (address::pages::fingerprint(&root.fingerprint())) }
        }
        div.rang {
            (button::link("Continuer", "/mise-en-route/cle"))
            (button::print("Imprimer l’empreinte"))
        }
    }
}

/// `sheet` once a key was drawn.
pub fn paper(draft: &Draft, sheet: Option<Markup>) -> Markup {
    let action = "/mise-en-route/cle";
    let later =
        html! { form.ecran method="post" action=(action) { (button::quiet("Plus tard").sends("plus_tard", "oui")) } };
    screen(
        5,
        "La clé de secours",
        draft,
        html! {
            @match sheet {
                Some(sheet) => { (sheet) (key::retype(action, draft, "Ma feuille est rangée, continuer", later)) }
                None => {
                    (key::why())
                    form.rang method="post" action=(action) {
                        (button::primary("Créer la clé").sends("nouvelle", "oui"))
                        (button::quiet("Plus tard").sends("plus_tard", "oui"))
                    }
                }
            }
        },
    )
}

pub fn mail(draft: &Draft) -> Markup {
    screen(
        6,
        "Le courrier de l’école",
        draft,
        html! {
            p { "Pour prévenir les familles par e-mail. Sans lui tout marche : les lettres attendent, rien ne se perd." }
            form.pile method="post" action="/mise-en-route/courrier" {
                (mail::pages::fields(draft, false))
                div.rang {
                    (button::primary("Envoyer une lettre d’essai et continuer"))
                    (button::quiet("Continuer sans essai").sends("sans_essai", "oui"))
                    (button::quiet("Plus tard").sends("plus_tard", "oui"))
                }
            }
        },
    )
}

fn screen(number: usize, title: &str, draft: &Draft, body: Markup) -> Markup {
    html! {
        (page::steps(number, &STEPS))
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        (body)
    }
}
