//! What is said of a file that cannot come in.

pub const SIGN_IN: &str = "Votre connexion est terminée. Reconnectez-vous dans un autre onglet, puis reprenez l’envoi.";
pub const CONFIRM: &str = "Votre mot de passe est redemandé. Rechargez la page, puis reprenez l’envoi.";
pub const GONE: &str = "Cet envoi n’est plus attendu. Choisissez le fichier à nouveau.";
pub const FORBIDDEN: &str = "Vous ne pouvez pas envoyer de fichier ici.";
pub const ELSEWHERE: &str = "Cet envoi a avancé ailleurs entre-temps.";
pub const LOCKED: &str = "Ce fichier est déjà en train d’arriver.";
pub const BUSY: &str = "L’école est très occupée. L’envoi reprendra dans un instant.";
pub const FULL: &str = "Le disque de l’école est presque plein\u{202f}: ce fichier n’est pas reçu. Prévenez la direction, il faut libérer de la place.";
pub const BROKEN: &str = "Quelque chose n’a pas marché de notre côté. Réessayez\u{202f}; si cela recommence, donnez ce code à la direction\u{202f}: ";
pub const EMPTY: &str = "Ce fichier est vide.";
pub const NONE: &str = "Choisissez au moins un fichier.";
pub const TOO_MANY: &str = "Vous avez déjà beaucoup d’envois en cours. Terminez-les ou annulez-les, puis réessayez.";
pub const UNREADABLE: &str = "Cet envoi n’a pas été compris. Rechargez la page, puis recommencez.";
pub const VERSION: &str = "Ce programme d’envoi ne parle pas la même version que l’école.";
pub const DAMAGED: &str = "Un morceau du fichier s’est abîmé en route. Il va repartir.";

pub fn too_heavy(bytes: u64) -> String {
    let mega = (bytes / 1_000_000).max(1);
    format!("Ce fichier est trop lourd\u{202f}: {mega}\u{a0}Mo au plus.")
}
