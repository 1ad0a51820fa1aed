//! What people of a fictive school write to each other. « {} » is a child's first name.

/// A conversation: its subject, then who says what in turn, the one who opens it first.
pub struct Talk {
    pub subject: &'static str,
    pub turns: &'static [&'static str],
}

/// Families to their child's teacher.
pub const FROM_FAMILIES: [Talk; 12] = [
    Talk {
        subject: "Rendez-vous",
        turns: &[
            "Bonjour,\n\nSerait-il possible de vous rencontrer un soir de la semaine prochaine pour parler de la lecture\u{202f}? {} se décourage un peu.",
            "Bonjour,\n\nBien sûr. Je vous propose mardi ou jeudi à 16 h 45, dans la classe. Quinze minutes suffiront pour commencer.",
            "Jeudi nous convient très bien. Merci beaucoup.",
        ],
    },
    Talk {
        subject: "Gilet oublié",
        turns: &[
            "Bonjour, {} n’a plus son gilet bleu depuis vendredi. L’auriez-vous vu dans la classe\u{202f}?",
            "Bonjour, il était au portemanteau du fond, il l’attend dans son casier.",
        ],
    },
    Talk {
        subject: "Lunettes",
        turns: &[
            "Bonjour,\n\n{} porte maintenant des lunettes, à garder toute la journée sauf en sport. Merci d’y veiller au début.",
            "C’est noté, merci de m’avoir prévenue. Je l’ai mis au premier rang pour quelques jours.",
        ],
    },
    Talk {
        subject: "Devoirs de jeudi",
        turns: &[
            "Bonjour, nous n’avons pas compris la consigne de l’exercice 4\u{202f}: faut-il recopier les phrases\u{202f}?",
            "Bonjour, non, seulement souligner les verbes. La consigne était mal dite, j’en reparle demain en classe.",
            "Merci pour votre réponse.",
        ],
    },
    Talk {
        subject: "Qui vient chercher",
        turns: &["Bonjour, ce soir c’est la grand-mère qui viendra chercher {}. Elle est sur la liste. Bonne journée."],
    },
    Talk {
        subject: "Anniversaire",
        turns: &[
            "Bonjour, {} aimerait fêter son anniversaire en classe vendredi. Pouvons-nous apporter un gâteau\u{202f}?",
            "Avec plaisir, vendredi à 15 h. Un gâteau sans fruits à coque, s’il vous plaît, et pas de bonbons.",
        ],
    },
    Talk {
        subject: "Sortie au musée",
        turns: &[
            "Bonjour, je peux accompagner la classe au musée si vous cherchez encore quelqu’un.",
            "Merci beaucoup, il me manquait justement un adulte. Départ à 8 h 45 devant le portail.",
        ],
    },
    Talk {
        subject: "Nuit difficile",
        turns: &["Bonjour, {} a très peu dormi, il faudra peut-être être indulgent ce matin. Rien de grave."],
    },
    Talk {
        subject: "Cahier de poésie",
        turns: &[
            "Bonjour, le cahier de poésie de {} est resté sous la pluie. Où peut-on en trouver un pareil\u{202f}?",
            "Bonjour, j’en ai en réserve, je lui en donne un demain. Il recopiera à son rythme.",
        ],
    },
    Talk {
        subject: "Merci",
        turns: &["Bonjour, un grand merci pour la classe découverte. {} en parle encore tous les soirs."],
    },
    Talk {
        subject: "Place en classe",
        turns: &[
            "Bonjour, {} nous dit ne pas bien entendre du fond de la classe. Serait-il possible de changer de place ?",
            "Bonjour, nous avons changé les places hier, cela devrait aller mieux. Dites-le-moi si ce n’est pas le cas.",
        ],
    },
    Talk { subject: "Étude du soir", turns: &["Bonjour, {} ne restera pas à l’étude cette semaine. Merci."] },
];

/// Teachers to the guardians of a child.
pub const FROM_TEACHERS: [Talk; 7] = [
    Talk {
        subject: "De beaux progrès",
        turns: &[
            "Bonjour,\n\nUn mot pour vous dire que {} a beaucoup progressé en calcul ces dernières semaines. Cela méritait d’être dit.",
            "Merci infiniment, cela nous fait très plaisir et à {} aussi\u{202f}!",
        ],
    },
    Talk {
        subject: "Cahier du jour",
        turns: &[
            "Bonjour, le cahier du jour de {} n’est pas revenu depuis une semaine. Pouvez-vous regarder à la maison\u{202f}?",
            "Il était sous le canapé. Il sera dans le cartable demain, avec nos excuses.",
        ],
    },
    Talk {
        subject: "Petit choc dans la cour",
        turns: &[
            "Bonjour, {} s’est cogné à la récréation. Rien de visible, de la glace a été mise, et tout allait bien en repartant.",
            "Merci de nous avoir prévenus, tout va bien ce soir.",
        ],
    },
    Talk {
        subject: "Point sur la lecture",
        turns: &[
            "Bonjour,\n\nJe souhaiterais faire avec vous un point sur la lecture de {}. Seriez-vous disponibles un soir de la semaine prochaine ?",
            "Bonjour, mercredi matin serait possible pour nous.",
            "Mercredi à 11 h 30, alors. À bientôt.",
        ],
    },
    Talk {
        subject: "Bottes de pluie",
        turns: &["Bonjour, il manque une paire de bottes à {} pour le jardin. Un vieux modèle convient très bien."],
    },
    Talk {
        subject: "Exposé",
        turns: &[
            "Bonjour, {} présentera son exposé lundi. Trois affiches et cinq minutes, pas plus\u{202f}!",
            "C’est promis, nous avons chronométré.",
        ],
    },
    Talk {
        subject: "Livre de la bibliothèque",
        turns: &["Bonjour, le livre emprunté par {} est attendu par un camarade. Merci de le rapporter."],
    },
];

/// A teacher to the families of the class; what some of them answer.
pub const TO_CLASSES: [Talk; 5] = [
    Talk {
        subject: "Accompagner la sortie",
        turns: &[
            "Bonjour à tous,\n\nNous cherchons deux adultes pour la sortie à la ferme. Départ à 9 h, retour à 16 h. Répondez-moi simplement ici.",
            "Bonjour, je suis disponible toute la journée.",
            "Je peux venir le matin seulement, si cela aide.",
        ],
    },
    Talk {
        subject: "Boîtes et bouchons",
        turns: &[
            "Bonjour,\n\nPour notre projet d’arts, nous ramassons boîtes d’œufs, bouchons et rouleaux de carton jusqu’à vendredi. Merci\u{202f}!",
            "Nous en avons un grand sac, je le dépose demain.",
        ],
    },
    Talk {
        subject: "Lecture du soir",
        turns: &[
            "Bonjour,\n\nCette semaine, dix minutes de lecture à voix haute chaque soir suffisent. L’important est que ce soit un bon moment.",
        ],
    },
    Talk {
        subject: "Jeux de société",
        turns: &[
            "Bonjour,\n\nVendredi après-midi, chaque enfant peut apporter un jeu de société, à son nom. Les parents disponibles sont les bienvenus.",
            "Avec plaisir, j’apporterai un jeu de cartes.",
        ],
    },
    Talk {
        subject: "Piscine",
        turns: &[
            "Bonjour,\n\nLa piscine reprend lundi. Maillot, bonnet, serviette, et des chaussures faciles à enlever.",
        ],
    },
];

/// Colleagues among themselves, and the direction to the team.
pub const COLLEAGUES: [Talk; 6] = [
    Talk {
        subject: "Salle de motricité",
        turns: &[
            "Peux-tu me laisser la salle jeudi matin\u{202f}? J’ai les tapis jusqu’à 10 h.",
            "Oui, je prends la cour à la place.",
        ],
    },
    Talk {
        subject: "Décloisonnement",
        turns: &[
            "Je te propose d’échanger nos groupes le mardi\u{202f}: sciences chez moi, musique chez toi.",
            "Parfait. On commence la semaine prochaine ?",
            "Allons-y.",
        ],
    },
    Talk {
        subject: "Photocopieuse",
        turns: &["Le toner est commandé, il arrive mercredi. D’ici là, il reste celle de l’étage."],
    },
    Talk {
        subject: "Service de cour",
        turns: &[
            "Peux-tu prendre mon service de lundi ? Je te rends le tien quand tu veux.",
            "Sans problème. Je prendrai ton vendredi.",
        ],
    },
    Talk {
        subject: "Manuels",
        turns: &[
            "J’ai retrouvé douze manuels de géométrie dans l’armoire du couloir. Qui en veut\u{202f}?",
            "Moi, pour mes grands !",
        ],
    },
    Talk {
        subject: "Rallye lecture",
        turns: &["Les livres du rallye sont arrivés, la caisse est dans la bibliothèque."],
    },
];

pub const TO_TEAM: [Talk; 4] = [
    Talk {
        subject: "Conseil des maîtres",
        turns: &[
            "Bonjour à tous,\n\nConseil des maîtres lundi à 16 h 45, en salle des maîtres. À l’ordre du jour\u{202f}: les sorties du trimestre, la kermesse, le budget de la coopérative.",
            "J’apporte le café.",
        ],
    },
    Talk {
        subject: "Exercice d’évacuation",
        turns: &[
            "Bonjour à tous,\n\nUn exercice d’évacuation aura lieu cette semaine. Pensez à la liste de classe et au point de rassemblement.",
        ],
    },
    Talk {
        subject: "Photos de classe",
        turns: &[
            "Bonjour à tous,\n\nLe photographe passe jeudi matin, des petits aux grands. L’ordre est affiché en salle des maîtres.",
        ],
    },
    Talk {
        subject: "Merci",
        turns: &[
            "Bonjour à tous,\n\nUn grand merci pour la fête. Les familles ont été nombreuses à me le dire au portail.",
        ],
    },
];
