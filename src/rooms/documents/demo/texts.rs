//! What the documents of a fictive school say.

use super::paper;
use crate::base::error::Result;

/// One document: a sheet when its name says so, else the text itself.
pub struct Text {
    pub folder: Option<&'static str>,
    pub name: &'static str,
    text: &'static str,
}

impl Text {
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match self.name.strip_suffix(".pdf") {
            Some(title) => paper::sheet(title, self.text),
            None => Ok(self.text.as_bytes().to_vec()),
        }
    }
}

const fn text(folder: Option<&'static str>, name: &'static str, text: &'static str) -> Text {
    Text { folder, name, text }
}

pub const SHEET: Text = text(
    None,
    "Fiche de lecture.txt",
    "Titre\u{202f}: Le Petit Prince\nAuteur\u{202f}: Antoine de Saint-Exupéry\n\nMon passage préféré\u{202f}: quand le renard demande à être apprivoisé.\n",
);

pub const SCHOOL: [Text; 5] = [
    text(
        None,
        "Règlement intérieur.pdf",
        "# Horaires\nLa classe commence à 8 h 30 et finit à 16 h 30. Le portail ouvre dix minutes avant.\n# Absences\nLes familles préviennent l’école dès la première demi-journée, et disent la raison au retour.\n# Vie de l’école\nOn se parle avec respect, on prend soin du matériel et des autres. Les objets de valeur restent à la maison.\n# Santé\nUn enfant fiévreux reste chez lui. Aucun médicament n’est donné sans projet d’accueil.\nVoté par le conseil d’école.",
    ),
    text(
        Some("Conseil d’école"),
        "Compte rendu du premier conseil.pdf",
        "# Présents\nLa directrice, les enseignants, les représentants des parents, le délégué de la mairie.\n# Effectifs\nLes classes sont stables. Une ouverture est demandée pour la rentrée prochaine.\n# Travaux\nLe préau est repeint pendant les vacances. Le toit de la bibliothèque attend un devis.\n# Questions des parents\nLe portillon de la rue des Lilas ouvrira aussi le soir.",
    ),
    text(
        Some("Menus"),
        "Menu de la semaine.pdf",
        "# Lundi\nCarottes râpées, poisson pané, riz, compote.\n# Mardi\nVelouté, gratin de pâtes, salade, fruit.\n# Jeudi\nBetteraves, poulet rôti, haricots verts, yaourt.\n# Vendredi\nTaboulé, omelette, pommes de terre, fromage, fruit.",
    ),
    text(
        Some("Menus"),
        "Menu de la semaine suivante.pdf",
        "# Lundi\nConcombre, chili sans viande, riz, fruit.\n# Mardi\nSoupe de potiron, rôti de dinde, purée, crème.\n# Jeudi\nSalade verte, couscous de légumes, semoule, fruit.\n# Vendredi\nŒuf dur, colin, brocolis, gâteau au chocolat.",
    ),
    text(
        None,
        "Numéros utiles.txt",
        "École\u{202f}: 01 23 45 67 89\nCantine\u{202f}: 01 23 45 67 90\nGarderie\u{202f}: 01 23 45 67 91\n",
    ),
];

pub const STAFF: [Text; 2] = [
    text(
        None,
        "Services de cour.csv",
        "Jour;Matin;Après-midi\nLundi;CP et CE1;CM1\nMardi;CE2;CM2\nJeudi;CM1 et CM2;CP\nVendredi;CE1;CE2\n",
    ),
    text(
        Some("Projets"),
        "Semaine des langues.txt",
        "Chaque classe choisit une langue parlée par une famille de l’école.\nMardi\u{202f}: un conte. Jeudi\u{202f}: une chanson.\nVendredi\u{202f}: goûter partagé sous le préau.\n",
    ),
];

pub const CLASS: [Text; 4] = [
    text(
        None,
        "Matériel de l’année.pdf",
        "# Dans la trousse\nUn stylo bleu, un vert, un crayon, une gomme, de la colle, des ciseaux.\n# Dans le cartable\nUn cahier de brouillon, une ardoise, un chiffon.\n# À la maison\nUne vieille chemise pour la peinture.",
    ),
    text(
        Some("Poésies"),
        "L’automne.txt",
        "Les sanglots longs\nDes violons\nDe l’automne\nBlessent mon cœur\nD’une langueur\nMonotone.\n\nPaul Verlaine\n",
    ),
    text(
        Some("Poésies"),
        "Le chat.txt",
        "Viens, mon beau chat, sur mon cœur amoureux\u{202f};\nRetiens les griffes de ta patte.\n\nCharles Baudelaire\n",
    ),
    text(
        Some("Sorties"),
        "Sortie au musée.pdf",
        "# Départ\nRendez-vous à 8 h 20 devant le portail. Retour vers 16 h.\n# À prévoir\nUn pique-nique, une gourde, un vêtement de pluie.\n# Accompagnateurs\nQuatre adultes viennent avec la classe.",
    ),
];
