//! The four pages. They say what Préau does today, not what it will do: change them in the commit that changes it.

use super::{
    order::{self, Block},
    register,
};
use crate::{
    base::{
        backup::Keep,
        french::{self, typeset},
        ui::{
            Icon, button, icon,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Page,
    school::retention::{Kind, Terms, sentences},
};
use maud::{Markup, html};

/// When somebody last read these pages against what the program does.
const READ_OVER: &str = "23 novembre 2026";
const NOTICE: (&str, &str) = ("Données personnelles", "/donnees-personnelles");
const CHILDREN: (&str, &str) = ("La page pour les enfants", "/donnees-personnelles/enfants");
const ORDER: (&str, &str) = ("Le texte de l’arrêté", "/donnees-personnelles/arrete");
const OFFICIAL: &str = "https://www.legifrance.gouv.fr/loda/id/LEGITEXT000006054889";

pub fn for_adults(school: &str, terms: &Terms, keep: &Keep, is_director: bool) -> Page {
    Page::narrow(
        "Données personnelles",
        html! {
            h1 { "Ce que l’école garde sur vous, et pourquoi" }
            p { "Préau est l’espace numérique " (of(school)) ". Il tourne sur un appareil choisi par l’école. Il ne montre pas de publicité, ne mesure pas votre navigation, et ne donne vos données à personne d’autre que ceux qui sont nommés plus bas." }
            div.actions { (button::link(CHILDREN.0, CHILDREN.1).quiet()) (button::link(ORDER.0, ORDER.1).quiet()) (button::print("Imprimer cette page")) }
            @if is_director { p { "Pour la direction : " a href=(register::PATH) { "la fiche de registre, déjà remplie" } "." } }
            (responsible())
            (kept())
            (readers())
            (durations(terms, keep))
            (rights())
            p.doux { "Page relue le " (READ_OVER) "." }
        },
    )
}

fn responsible() -> Markup {
    html! {
        (piece::card(html! {
            h2 { "Qui en est responsable" }
            p { "Dans une école publique, c’est le directeur ou la directrice académique des services de l’Éducation nationale (DASEN), sur délégation du recteur. Dans une école privée, c’est le chef d’établissement." }
            p { "La direction de l’école s’en occupe au quotidien." }
        }))
        (piece::card(html! {
            h2 { "Pourquoi, et de quel droit" }
            p { "Pour relier l’école et les familles : faire passer les mots, recueillir les signatures, savoir qui est responsable de quel enfant, ouvrir les comptes." }
            p { "La base légale est la mission d’intérêt public de l’école (article 6, 1, e du RGPD), dans le cadre fixé par l’" a href=(ORDER.1) { "arrêté du 30 novembre 2006" } ". Votre accord n’est donc pas demandé pour l’espace lui-même. Il l’est, à part, pour ce qui n’en fait pas partie : publier une photo de votre enfant, par exemple." }
        }))
    }
}

fn kept() -> Markup {
    html! {
        (piece::card(html! {
            h2 { "Ce que l’école garde" }
            (piece::facts([
                ("Élèves", html! { "Nom, prénom, date de naissance, sexe, identifiant national (INE), classe et niveau, une ou deux adresses." }),
                ("Responsables", html! { "Civilité, nom, prénom, adresses, téléphones, adresse e-mail, lien avec l’enfant." }),
                ("Personnel", html! { "Civilité, nom, prénom, classe, fonction et ses dates, moyens de contact." }),
                ("Comptes", html! { "Identifiant, empreinte de la phrase de passe (jamais la phrase elle-même), clé chiffrée de l’application de codes si vous en utilisez une, dates de connexion, type d’appareil. Pour un élève, empreinte de ses trois images ou de ses deux mots, et nombre d’essais manqués." }),
                ("Cahier de liaison", html! { "Les mots, leurs pièces jointes, qui les a lus ou signés et quand." }),
                ("Blog", html! { "Les articles, leurs photos, et qui est dessus." }),
                ("Autorisations d’image", html! { "Ce que chaque responsable a permis ou refusé, quand, et par quel moyen." }),
                ("Messages et documents", html! { "Ce qui est écrit, envoyé, rangé ou déposé, avec son auteur et sa date." }),
                ("Journal", html! { "Qui a fait quelle action, sur quoi et quand. Jamais le texte des mots." }),
                ("Statistiques", html! { "Des nombres, par classe et par mois. Jamais par personne." }),
                ("Consultations", html! { "Qui, dans l’école, a ouvert quelle fiche, et quel jour. Jamais la lecture des mots ou du blog." }),
            ]))
        }))
        p { "Les noms, adresses et classes viennent de la base élèves de l’école (ONDE) ou sont saisis par la direction. De ces fichiers, Préau ne garde rien d’autre : ni profession, ni nationalité, ni lieu de naissance, ni assurance, ni santé, ni religion." }
        p { "Les photos sont débarrassées du lieu et de l’appareil de prise de vue avant d’être gardées." }
        p { "Ce site dépose seulement les cookies qui servent à rester connecté, à reconnaître votre appareil ou une tablette de la classe, et à afficher la confirmation d’une action. Il n’y en a pas d’autre." }
    }
}

fn readers() -> Markup {
    piece::card(html! {
        h2 { "Qui peut les voir" }
        ul {
            li { b { "La direction" } " : ce qui concerne l’école." }
            li { b { "L’enseignante ou l’enseignant" } " : les élèves de sa classe et leurs responsables. Une remplaçante ou un remplaçant : le temps de son remplacement." }
            li { b { "Vous" } " : ce qui concerne vos propres enfants. L’autre responsable de votre enfant ne voit pas vos coordonnées." }
            li { b { "Le reste du personnel" } " : qui travaille dans l’école et quelles sont les classes." }
            li { b { "La mairie" } " : rien des familles ni des enfants." }
            li { b { "Les autres familles" } " : rien de vous ni de vos enfants." }
            li { b { "La personne qui s’occupe de l’appareil" } " : adresse, certificat et date ; rien des enfants à l’écran." }
        }
        p { "Préau ne transmet rien à d’autres services, sauf ses lettres électroniques, qui passent par la messagerie choisie par l’école. La direction peut vous dire laquelle." }
    })
}

/// As the school keeps them: what it may set is read from its settings.
fn durations(terms: &Terms, keep: &Keep) -> Markup {
    html! {
        (piece::card(html! {
            h2 { "Combien de temps" }
            (piece::facts(kept_for(terms, keep).into_iter().map(|(what, kept)| (what, html! { (kept) }))))
            p { "Tout cela s’efface seul. La direction peut raccourcir les durées ; elle ne peut pas dépasser ce que la loi permet." }
        }))
    }
}

/// What is kept, and for how long: one table for the notice and the register.
pub fn kept_for(terms: &Terms, keep: &Keep) -> Vec<(&'static str, String)> {
    let chosen = Kind::ALL.into_iter().map(|kind| {
        let after = if kind == Kind::Accounts { " après le départ" } else { "" };
        (
            sentences::title(kind),
            format!("{}{after}. {}", french::capitalised(&sentences::term(terms.days(kind))), sentences::what(kind)),
        )
    });
    let fixed = [
        ("Connexion sur votre appareil", "30 jours sans visite, 180 jours au plus."),
        ("Connexion sur un ordinateur partagé", "30 minutes sans activité."),
        ("Connexion d’un élève", "15 minutes sans activité avec des images, 30 minutes avec des mots."),
        ("Tablette d’une classe", "400 jours, ou jusqu’à ce qu’elle soit retirée."),
        ("Lettres électroniques", "Leur texte est effacé dès l’envoi, leur trace au bout de 90 jours."),
        ("Fichier de « Mes données »", "7 jours après sa préparation."),
    ];
    let copies = format!(
        "Chiffrées, gardées {}. Ce qui a été effacé y reste jusque-là, et une fiche effacée n’en revient pas.",
        kept_copies(keep)
    );
    let fixed = fixed.map(|(what, kept)| (what, kept.to_owned()));
    chosen.chain(fixed).chain([("Sauvegardes", copies)]).collect()
}

/// « 7 jours, 4 semaines et 6 mois ».
pub fn kept_copies(keep: &Keep) -> String {
    let spans = [(keep.days, "jour", "jours"), (keep.weeks, "semaine", "semaines"), (keep.months, "mois", "mois")];
    let said: Vec<String> =
        spans.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| french::count(n, one, many)).collect();
    french::list(&said)
}

fn rights() -> Markup {
    piece::card(html! {
        h2 { "Vos droits" }
        p { "Vous pouvez demander à voir ce qui est gardé sur vous et sur votre enfant, à le faire corriger, à le faire effacer quand la loi le permet, à en faire limiter l’usage, et vous y opposer pour une raison qui tient à votre situation." }
        p { "Avec un compte, « Mon compte » puis « Mes données » : vous emportez tout ce qui vous concerne, vous et vos enfants, et vous voyez qui a consulté leur fiche." }
        ol {
            li { "Demandez d’abord à " b { "la direction de l’école" } ", de vive voix, par lettre ou par e-mail." }
            li { "Vous pouvez aussi écrire au " b { "délégué à la protection des données" } " : celui de votre académie pour une école publique, celui de l’établissement pour une école privée." }
            li { "La réponse doit venir sous un mois. Sinon, ou si elle ne vous convient pas, adressez une réclamation à la " b { "CNIL" } ", 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07." }
        }
    })
}

pub fn for_children(terms: &Terms) -> Page {
    let said = |which: Icon, title: &str, text: Markup| {
        piece::card(html! { h2.rang { (icon(which)) span { (title) } } p { (text) } })
    };
    Page::narrow(
        "Tes informations",
        html! {
            div.eleve.pile.large {
                h1 { "Tes informations, à l’école" }
                p { "Préau est le cahier de ton école sur un écran. Voici ce qu’il sait de toi." }
                (said(Icon::Backpack, "Ce qu’il sait", html! { "Ton nom, ta date de naissance, ta classe, ton adresse. Et qui sont les adultes qui s’occupent de toi." }))
                (said(Icon::Eye, "Qui peut regarder", html! { "Ta maîtresse ou ton maître, la direction de l’école, et tes responsables. Pas les autres familles." }))
                (said(Icon::EyeOff, "Ce qu’il ne fait pas", html! { "Il n’y a pas de publicité. Personne ne vend ce qu’il sait de toi." }))
                (said(Icon::Lock, "Ton secret", html! { "Si tu as des images ou des mots pour entrer, garde-les pour toi et pour tes parents. L’école ne note pas quand tu viens pour le montrer à quelqu’un." }))
                (said(Icon::Trash2, "Quand tu pars", html! { "Quand tu quittes l’école, tes informations sont effacées. Il faut attendre " (sentences::term(terms.days(Kind::Accounts))) " : tes parents ont le temps de garder ce qu’ils veulent." }))
                (said(Icon::Hand, "Tu as le droit", html! { "Tu as le droit de demander ce qui est écrit sur toi. Si c’est faux, on doit le corriger. Demande à un adulte : ta maîtresse, ton maître, la direction ou tes parents." }))
                (said(Icon::Download, "Garder une copie", html! { "Tes parents peuvent garder tes photos, les mots de l’école et tes documents. Demande-leur." }))
                p { a href=(NOTICE.1) { "La page pour les adultes" } }
                div.actions { (button::print("Imprimer cette page")) }
            }
        },
    )
}

pub fn order() -> Page {
    Page::narrow(
        "Arrêté du 30 novembre 2006",
        html! {
            (page::crumbs(&[NOTICE], "Arrêté"))
            h1 { "Arrêté du 30 novembre 2006" }
            p { "portant création, au sein du ministère de l’éducation nationale, de l’enseignement supérieur et de la recherche, d’un traitement de données à caractère personnel relatif aux espaces numériques de travail (ENT)." }
            (versions())
            div.actions { (button::print("Imprimer pour l’affichage")) }
            article.riche {
                h2 { "Le texte" }
                @for article in order::articles() {
                    @if !article.title.is_empty() { h3 { (article.title) } p.doux { (typeset(article.writing)) } }
                    @for block in article.blocks {
                        @match block {
                            Block::Paragraph(text) => { p { (typeset(text)) } }
                            Block::List(items) => { ul { @for item in items { li { (typeset(item)) } } } }
                        }
                    }
                }
            }
        },
    )
}

fn versions() -> Markup {
    notice::notice(
        Tone::Warning,
        html! {
            p { b { "Quelle version lisez-vous ?" } " Le texte de 2006 (NOR MENT0602397A, Journal officiel du 13 décembre 2006) a été changé par l’arrêté du 13 octobre 2017 (NOR MENN1722182A, Journal officiel du 21 octobre 2017). Les articles 4 et 6 sont donnés dans leur rédaction en vigueur depuis, recopiée de Légifrance. Les autres n’ont pu être lus que dans celle de 2006 ; une ligne le dit sous chacun." }
            p { "Seul le texte publié par Légifrance fait foi : " a href=(OFFICIAL) rel="noopener noreferrer" { "arrêté du 30 novembre 2006 sur Légifrance" } "." }
        },
    )
}

pub fn accessibility(school: &str) -> Page {
    Page::narrow(
        "Accessibilité",
        html! {
            h1 { "Accessibilité : non conforme, car pas encore auditée" }
            p { "Cette déclaration concerne l’espace numérique " (of(school)) ". Le référentiel est le RGAA 4.1 : 106 critères. Aucun audit n’a encore été fait ; l’état à déclarer est donc « non conforme »." }
            (piece::card(html! {
                h2 { "Ce que nous avons voulu" }
                ul {
                    li { "Tout se fait au clavier, et sans JavaScript." }
                    li { "Les textes sont contrastés, en clair comme en sombre, et grossissent avec le navigateur." }
                    li { "Les boutons sont assez grands pour un pouce. Rien n’est dit par la couleur seule." }
                    li { "Les champs ont une étiquette, et les erreurs sont dites en toutes lettres, en haut de la page et près du champ." }
                }
            }))
            (piece::card(html! {
                h2 { "Ce qui est vérifié" }
                p { "À chaque version, des essais automatiques suivent tous les liens, avec chaque sorte de compte, et vérifient sur chaque page :" }
                ul {
                    li { "un code HTML valide, en français, avec un titre principal et un seul ;" }
                    li { "une étiquette pour chaque champ, une description pour chaque image ;" }
                    li { "aucun lien qui ne mène nulle part." }
                }
                p { "Ces essais ne couvrent qu’une petite partie des 106 critères." }
            }))
            (piece::card(html! {
                h2 { "Ce qui ne l’est pas encore" }
                ul {
                    li { "Les 106 critères, un par un, par une personne formée." }
                    li { "La lecture avec NVDA, VoiceOver et TalkBack." }
                    li { "L’usage par des personnes en situation de handicap." }
                    li { "Les documents PDF (fiches de connexion) avec un lecteur d’écran." }
                    li { "Les pièces jointes que les enseignants ajoutent à leurs mots." }
                }
            }))
            (piece::card(html! {
                h2 { "Quelque chose vous bloque ?" }
                p { "Dites-le à la direction de l’école, de vive voix, par lettre ou par e-mail : elle vous donnera l’information sous une autre forme. Tout ce qui passe par Préau peut aussi passer par le papier." }
                p { "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : Libre réponse 71120, 75342 Paris Cedex 07 (gratuit, sans timbre), ou le délégué de votre département." }
            }))
            p.doux { "Déclaration établie le " (READ_OVER) "." }
        },
    )
}

/// « de l’école », until the school has a name.
fn of(school: &str) -> Markup {
    html! { @if school.is_empty() { "de l’école" } @else { "de l’établissement « " (school) " »" } }
}
