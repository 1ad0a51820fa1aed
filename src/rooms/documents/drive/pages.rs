//! How to open the documents like a disk, on each kind of device.

use crate::base::ui::{
    button,
    notice::{self, Tone},
    page, piece,
};
use maud::{Markup, html};

pub const TITLE: &str = "Les documents comme un disque";

pub fn help(host: &str, path: &str, login: &str) -> Markup {
    let address = format!("https://{host}{path}");
    html! {
        (page::crumbs(&[("Documents", "/documents")], TITLE))
        h1 { (TITLE) }
        p { "Vos documents et ceux de vos classes peuvent s’ouvrir dans l’explorateur de fichiers de votre ordinateur ou de votre tablette : vous y enregistrez directement depuis votre traitement de texte." }
        (piece::card(html! {
            h2 { "1. Ce qu’il vous faut" }
            (piece::facts([
                ("Adresse", html! { span.code #adresse translate="no" { (address) } }),
                ("Nom d’utilisateur", html! { span.code translate="no" { (login) } }),
                ("Mot de passe", html! { "un mot de passe d’application, pas votre phrase de passe" }),
            ]))
            div.rang {
                (button::copy("Copier l’adresse", "adresse"))
                (button::link("Créer un mot de passe d’application", "/compte/applications").quiet())
            }
            p { "L’appareil doit aussi " a href="/confiance" { "faire confiance au certificat de l’école" } "." }
        }))
        h2 { "2. Sur votre appareil" }
        (piece::details_of("Windows", windows(&address)))
        (piece::details_of("Mac", html! {
            ol {
                li { "Dans le Finder, menu « Aller », puis « Se connecter au serveur… »." }
                li { "Collez l’adresse, puis « Se connecter »." }
                li { "Choisissez « Utilisateur référencé », tapez le nom d’utilisateur et le mot de passe d’application, et cochez « Conserver dans mon trousseau »." }
            }
            p.doux { "Le Mac dépose dans chaque dossier de petits fichiers à lui (« .DS_Store », « ._… »). L’école ne les garde pas : personne ne les verra." }
        }))
        (piece::details_of("Linux (GNOME)", html! {
            ol {
                li { "Dans « Fichiers », ouvrez « Autres emplacements » (ou « Réseau »)." }
                li { "En bas, tapez l’adresse en remplaçant « https » par « davs » : " span.code translate="no" { (format!("davs://{host}{path}")) } }
                li { "Donnez le nom d’utilisateur et le mot de passe d’application." }
            }
        }))
        (piece::details_of("iPad et iPhone", html! {
            p { "L’application « Fichiers » ne connaît pas ce genre de disque. Installez une application qui parle WebDAV (par exemple Documents de Readdle, Owlfiles ou WebDAV Navigator), et donnez-lui l’adresse, le nom d’utilisateur et le mot de passe d’application." }
        }))
        (piece::details_of("Android", html! {
            p { "Installez une application de fichiers qui parle WebDAV (par exemple Material Files ou Cx File Explorer), ajoutez un « stockage WebDAV », et donnez l’adresse, le nom d’utilisateur et le mot de passe d’application." }
        }))
        h2 { "Bon à savoir" }
        ul {
            li { "Vous y trouvez les mêmes dossiers qu’ici, avec les mêmes droits. Ce que vous ne pouvez que lire ne s’enregistre pas." }
            li { "Supprimer met à la corbeille pendant 30 jours ; enregistrer garde les versions d’avant." }
            li { "Le casier d’une classe s’y lit, il ne s’y remplit pas : les familles déposent depuis le site." }
            li { "Un appareil perdu ou volé ? Supprimez son mot de passe dans « Mes mots de passe d’application » : le disque se ferme aussitôt." }
        }
        (notice::notice(Tone::Info, html! { p { "Les sons, les photos et les vidéos sont rendus tels quels aux personnes qui tiennent le dossier, et nettoyés (sans le lieu ni l’appareil) à celles qui ne font que lire." } }))
    }
}

fn windows(address: &str) -> Markup {
    html! {
        ol {
            li { "Ouvrez « Ce PC », puis « Connecter un lecteur réseau »." }
            li { "Dans « Dossier », collez l’adresse : " span.code translate="no" { (address) } }
            li { "Cochez « Se connecter à l’aide d’informations d’identification différentes », puis « Terminer »." }
            li { "Tapez le nom d’utilisateur et le mot de passe d’application, et cochez « Mémoriser »." }
        }
        p { "Windows refuse de lui-même les fichiers de plus de 50 Mo. Pour aller au-delà (4 Go au plus), la personne qui administre l’ordinateur ouvre « regedit » et règle, dans « HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\WebClient\\Parameters », la valeur « FileSizeLimitInBytes » à 4294967295. Elle vérifie aussi que « BasicAuthLevel » vaut 1 : c’est la valeur d’origine, elle permet le mot de passe sur une adresse en https et jamais sur une adresse en clair. Puis elle redémarre le service « WebClient »." }
        p { "Un gros fichier passe toujours par la page des documents, qui reprend après une coupure." }
    }
}
