use super::*;
use crate::rooms::liaison::questions::Kind;

fn word(questions: Vec<Question>, text: &str) -> Word {
    Word {
        school: "École Jean-Jaurès".into(),
        title: "Sortie au musée".into(),
        from: "M. Roussel, mardi 17 novembre".into(),
        text: text.into(),
        deadline: "À rendre au plus tard le jeudi 26 novembre".into(),
        sentence: "J’ai lu ce mot et je signe.".into(),
        questions,
    }
}

fn talon(number: usize) -> Talon {
    Talon {
        class_name: if number < 9 { "CM1" } else { "CM2" }.into(),
        pupil: format!("Léa Nguyễn Thị Ánh {number}"),
        names: if number == 3 { "Mme Sophie Petit".into() } else { String::new() },
        address: "https://ecole-jaures.local/t/abcd3fgh".into(),
        code: "abcd-3fgh".into(),
    }
}

fn pages(pdf: &[u8]) -> usize {
    pdf.windows(11)
        .filter(|bytes| bytes == b"/Type /Page")
        .count()
        .max(pdf.windows(10).filter(|bytes| bytes == b"/Type/Page").count())
}

fn all_kinds() -> Vec<Question> {
    let choices =
        || vec!["Pique-nique fourni".to_owned(), "Pique-nique de la maison".to_owned(), "Sans porc".to_owned()];
    let ask = |label: &str, kind: Kind, is_required| Question::new(label.to_owned(), kind, choices(), is_required);
    vec![
        ask("J’autorise mon enfant à participer", Kind::YesNo, true),
        ask("Le repas", Kind::One, true),
        ask("Nous pouvons accompagner", Kind::Several, false),
        ask("Frères et sœurs présents", Kind::Number, true),
        ask("Participation", Kind::Amount, false),
        ask("Né le", Kind::Date, true),
        ask("Remarque", Kind::Text, false),
        ask("Attestation d’assurance", Kind::File, true),
    ]
}

#[test]
fn a_class_begins_on_its_own_page() {
    let twelve: Vec<Talon> = (0..12).map(talon).collect();
    let pdf = talons(&word(Vec::new(), ""), &twelve, None).unwrap();
    // Eight and one of CM1, three of CM2.
    assert_eq!(pages(&pdf), pages(&talons(&word(Vec::new(), ""), &twelve[..9], None).unwrap()) + 1);
}

#[test]
fn every_kind_of_question_and_a_long_text_are_printed() {
    if let Ok(folder) = std::env::var("PREAU_SHEETS") {
        let long = "Bonjour à tous.\n\nNous irons au musée jeudi prochain, et nous partirons à 9 heures précises de la cour.\n\n• Un goûter\n• Une gourde\n\nMerci de votre confiance.";
        let some: Vec<Talon> = (0..12).map(talon).collect();
        let copy =
            |number: usize| Copy { class_name: "CM1".into(), pupil: format!("Élève {number}"), names: String::new() };
        let copies_of: Vec<Copy> = (0..9).map(copy).collect();
        let list = ClassList {
            name: "CM1".into(),
            lines: vec![
                list::Line { pupil: "MARTIN Léa".into(), names: "Mme Sophie Petit".into(), state: "" },
                list::Line { pupil: String::new(), names: "M. Paul Martin".into(), state: "répondu" },
                list::Line { pupil: "NGUYỄN Zoé".into(), names: "Mme Inès Lefèvre".into(), state: "" },
            ],
        };
        let put = |name: &str, bytes: Vec<u8>| std::fs::write(format!("{folder}/{name}.pdf"), bytes).unwrap();
        put("talons8", talons(&word(Vec::new(), ""), &some, None).unwrap());
        put("talons-questions", talons(&word(all_kinds(), ""), &some, None).unwrap());
        put("talons-trois", talons(&word(all_kinds().into_iter().take(2).collect(), ""), &some, None).unwrap());
        put("mot", copies(&word(Vec::new(), long), &copies_of, None).unwrap());
        put("mot-long", copies(&word(Vec::new(), &long.repeat(12)), &copies_of, None).unwrap());
        put("liste", lists(&word(Vec::new(), ""), &[list]).unwrap());
    }
    let many: Vec<Question> = (0..5).flat_map(|_| all_kinds()).collect();
    assert!(talons(&word(many, ""), &[talon(1)], None).is_ok());
    let text = "Une phrase assez longue pour remplir une ligne et déborder sur la suivante.\n".repeat(150);
    assert!(
        copies(
            &word(Vec::new(), &text),
            &[Copy { class_name: "CP".into(), pupil: "Tom".into(), names: String::new() }],
            None
        )
        .is_ok()
    );
}
