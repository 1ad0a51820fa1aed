//! The ready-made words that come with the house, as a head teacher would write them.

use super::Model;
use crate::{
    base::french,
    rooms::liaison::{
        Asks, Category,
        questions::{Kind, Per, Question},
    },
};

struct Shipped {
    key: &'static str,
    name: &'static str,
    category: Category,
    asks: Asks,
    title: &'static str,
    body: &'static str,
    questions: &'static [Asked],
}

/// Kind, label, choices, required.
type Asked = (Kind, &'static str, &'static [&'static str], bool);

const ALL: [Shipped; 7] = [
    Shipped {
        key: "sortie",
        name: "Sortie scolaire avec autorisation",
        category: Category::Outing,
        asks: Asks::One,
        title: "Sortie à [lieu]",
        body: "<p>Bonjour,</p><p>La classe ira à [lieu] le [date de la sortie], de [heure de départ] à [heure de retour]. Nous irons [moyen de transport].</p><p>Merci de prévoir un pique-nique, une gourde, des chaussures pour marcher et un vêtement de pluie.</p><p>Cette sortie dépasse les heures de classe : votre autorisation est nécessaire. L’enfant doit être assuré en responsabilité civile et en individuelle accidents. Merci de répondre avant le [date limite].</p>",
        questions: &[
            (Kind::YesNo, "J’autorise mon enfant à participer à la sortie", &[], true),
            (Kind::YesNo, "Je peux accompagner la classe ce jour-là", &[], false),
            (Kind::Text, "Ce que la maîtresse ou le maître doit savoir (allergie, mal des transports…)", &[], false),
        ],
    },
    Shipped {
        key: "cantine",
        name: "Inscription à la cantine",
        category: Category::Canteen,
        asks: Asks::One,
        title: "Cantine : les jours de votre enfant",
        body: "<p>Bonjour,</p><p>Pour commander les repas à partir du [date de début], nous avons besoin de savoir quels jours votre enfant mange à la cantine. Le repas est à [prix du repas].</p><p>Merci de répondre avant le [date limite]. Un changement en cours d’année se dit à l’école une semaine avant.</p>",
        questions: &[
            (
                Kind::Several,
                "Mon enfant mange à la cantine",
                &["le lundi", "le mardi", "le mercredi", "le jeudi", "le vendredi"],
                false,
            ),
            (Kind::One, "Son repas", &["Repas habituel", "Repas sans viande"], true),
            (Kind::Text, "Allergie ou projet d’accueil individualisé (PAI)", &[], false),
        ],
    },
    Shipped {
        key: "photo",
        name: "Photo de classe",
        category: Category::Event,
        asks: Asks::Read,
        title: "Photo de classe le [date de la photo]",
        body: "<p>Bonjour,</p><p>Le photographe vient à l’école le [date de la photo] au matin. Les enfants sont pris en groupe et, si vous le voulez bien, seuls ou avec leurs frères et sœurs de l’école.</p><p>Vous verrez les photos avant de commander, et rien n’oblige à acheter. Le bénéfice va à la coopérative scolaire. Merci de répondre avant le [date limite].</p>",
        questions: &[
            (Kind::YesNo, "Mon enfant peut être sur la photo de la classe", &[], true),
            (Kind::One, "Photo individuelle", &["Seul", "Avec ses frères et sœurs", "Aucune"], true),
        ],
    },
    Shipped {
        key: "piscine",
        name: "Piscine : le cycle de natation",
        category: Category::Outing,
        asks: Asks::One,
        title: "Piscine : le cycle commence le [date de la première séance]",
        body: "<p>Bonjour,</p><p>La classe va à la piscine [nom de la piscine] à partir du [date de la première séance], chaque [jour de la semaine], de [heure de départ] à [heure de retour]. La natation fait partie des programmes : tous les élèves y vont.</p><p>Dans le sac : un maillot de bain (pas de short), un bonnet, une serviette et de quoi goûter. Un enfant qui ne peut pas nager apporte un certificat médical et suit quand même la classe.</p>",
        questions: &[
            (Kind::One, "Dans l’eau, mon enfant", &["nage sans aide", "flotte avec une aide", "a peur de l’eau"], true),
            (Kind::YesNo, "Je veux bien aider au vestiaire ou passer l’agrément pour encadrer", &[], false),
            (Kind::File, "Certificat médical, s’il y a lieu", &[], false),
        ],
    },
    Shipped {
        key: "absence",
        name: "Absence de l’enseignant",
        category: Category::Office,
        asks: Asks::Read,
        title: "Absence de [nom de l’enseignant] à partir du [date du premier jour]",
        body: "<p>Bonjour,</p><p>[nom de l’enseignant] sera absent à partir du [date du premier jour], pour [durée]. Nous avons demandé un remplaçant à l’inspection.</p><p>En attendant, les élèves sont accueillis à l’école et répartis dans les autres classes. Si vous pouvez garder votre enfant, dites-le-nous ci-dessous : nous en serons aidés, et rien ne vous y oblige.</p>",
        questions: &[(Kind::One, "Ces jours-là, mon enfant", &["vient à l’école", "reste à la maison"], true)],
    },
    Shipped {
        key: "reunion",
        name: "Réunion avec les familles",
        category: Category::Event,
        asks: Asks::Read,
        title: "Réunion de classe le [date de la réunion]",
        body: "<p>Bonjour,</p><p>Je vous attends le [date de la réunion] à [heure], [lieu]. Nous parlerons du travail de la classe, des projets de l’année et de vos questions. Comptez une heure.</p><p>Les parents qui vivent séparés sont invités l’un et l’autre. Si l’heure ne vous va pas, écrivez-le : nous trouverons un autre moment.</p>",
        questions: &[
            (Kind::YesNo, "Je viendrai", &[], true),
            (Kind::Number, "Nous serons (nombre d’adultes)", &[], false),
            (Kind::Text, "Une question que je voudrais aborder", &[], false),
        ],
    },
    Shipped {
        key: "assurance",
        name: "Assurance scolaire",
        category: Category::Office,
        asks: Asks::One,
        title: "Attestation d’assurance scolaire",
        body: "<p>Bonjour,</p><p>Pour les sorties qui dépassent les heures de classe, chaque élève doit avoir une assurance « responsabilité civile » et « individuelle accidents ». Votre assureur vous donne l’attestation ; elle porte le nom de l’enfant et l’année scolaire [année scolaire].</p><p>Merci de la joindre ci-dessous, en photo ou en PDF, avant le [date limite].</p>",
        questions: &[
            (Kind::Text, "Assureur et numéro de contrat", &[], true),
            (Kind::File, "Attestation d’assurance", &[], true),
        ],
    },
];

/// Each with its key.
pub fn all() -> Vec<(&'static str, Model)> {
    ALL.iter().map(|shipped| (shipped.key, shipped.model())).collect()
}

pub fn of(key: &str) -> Option<Model> {
    ALL.iter().find(|shipped| shipped.key == key).map(Shipped::model)
}

impl Shipped {
    fn model(&self) -> Model {
        // Who comes is told by each guardian for oneself.
        let per = if self.key == "reunion" { Per::Guardian } else { Per::Pupil };
        let questions = self.questions.iter().map(|(kind, label, choices, is_required)| Question {
            kind: *kind,
            label: french::typeset(label),
            choices: choices.iter().map(|choice| choice.to_string()).collect(),
            is_required: *is_required,
            per,
            image: None,
        });
        Model {
            name: french::typeset(self.name),
            title: french::typeset(self.title),
            body: self.body.to_owned(),
            category: self.category,
            asks: self.asks,
            questions: questions.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::rich_text,
        door::{Faults, Fields},
        rooms::liaison::{questions::blocks, templates::filling},
    };

    #[test]
    fn each_is_clean_and_its_questions_stand() {
        for (key, model) in all() {
            assert_eq!(rich_text::clean(&model.body).ok().as_deref(), Some(model.body.as_str()), "{key}");
            assert!(of(key).is_some() && model.asks != Asks::Nothing);
            let (mut fields, mut faults) = (Fields::default(), Faults::default());
            blocks::put(&model.questions, &mut fields);
            assert_eq!(blocks::check(&fields, &mut faults), model.questions, "{key}");
            assert!(faults.is_empty(), "{key}: {faults:?}");
            assert!(filling::fields(&model).len() < 9, "{key}");
        }
    }
}
