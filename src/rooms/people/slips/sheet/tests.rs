use super::*;
use crate::base::pdf::Fonts;
use crate::rooms::people::slips::languages::LANGUAGES;

fn sheet(layout: Layout, address: Option<&str>) -> Sheet {
    Sheet {
        school_name: "École Jacques-Prévert, Saint-Étienne-du-Rouvray".to_owned(),
        address_line: address.map(str::to_owned),
        local_address: "https://preau.local".to_owned(),
        printed_on: "21 novembre 2026".to_owned(),
        layout,
    }
}

fn child(first_name: &str, class_name: &str) -> Child {
    Child { first_name: first_name.to_owned(), class_name: class_name.to_owned() }
}

fn slip(person_name: &str, class_group: &str, children: Vec<Child>) -> Slip {
    Slip {
        person_name: person_name.to_owned(),
        civility: Some("Mme".to_owned()),
        role: SlipRole::Guardian { children },
        login: "thi-anh.nguyen".to_owned(),
        code: "k7m2q4xw".to_owned(),
        qr_url: "https://ecole.example.fr/a/Zk3vT1pQ9sYwB7eR2mXc4A".to_owned(),
        expires_on: "19 février 2027".to_owned(),
        by_hand: false,
        class_group: class_group.to_owned(),
    }
}

fn named(count: usize, class_group: &str) -> Vec<Slip> {
    (0..count).map(|_| slip("Nguyễn Thị Ánh", class_group, vec![child("Léa", class_group)])).collect()
}

fn pages(pdf: &[u8]) -> usize {
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type/Page/").count() + text.matches("/Type /Page\n").count()
}

fn eight_up(slips: &[Slip]) -> usize {
    pages(&pdf(&sheet(Layout::EightUp, None), slips).unwrap())
}

#[test]
fn eight_slips_make_a_page_and_a_ninth_begins_another() {
    assert_eq!(eight_up(&named(8, "CM1")), 1);
    assert_eq!(eight_up(&named(9, "CM1")), 2);
}

#[test]
fn each_class_begins_a_page() {
    let mut slips = named(3, "CM1");
    slips.extend(named(3, "CP"));
    slips.extend(named(2, "CM1"));
    assert_eq!(eight_up(&slips), 2);
}

#[test]
fn slips_to_be_handed_over_come_last_and_apart() {
    let mut slips = named(4, "CM1");
    slips[1].by_hand = true;
    slips.extend(named(2, "CP"));
    let piles = piles(&slips);
    let order: Vec<(&str, usize)> = piles.iter().map(|pile| (pile.name, pile.slips.len())).collect();
    assert_eq!(order, [("CM1", 3), ("CP", 2), (BY_HAND, 1)]);
    assert!(piles[2].slips[0].by_hand);
    assert_eq!(eight_up(&slips), 3);
}

#[test]
fn the_tutorial_is_a_page_for_each_person() {
    let mut slips = named(3, "CM1");
    slips[2].role = SlipRole::Staff { title: "ATSEM".to_owned() };
    for address in [None, Some("https://ecole.example.fr")] {
        let pdf = pdf(&sheet(Layout::Tutorial, address), &slips).unwrap();
        assert_eq!(pages(&pdf), 3);
    }
}

#[test]
fn strange_names_are_printed_all_the_same() {
    let long = "Marie-Charlotte-Élisabeth de La Rochefoucauld-Montmorency-Ly";
    let many = ["Léa", "Hugo", "Maximilien", "Anne-Sophie", "Nguyễn", "Zoé"];
    let children = many.map(|name| child(name, "CE1-CE2 de Mme D’Almeida"));
    let mut slips = vec![slip(long, "CE1-CE2", children.into())];
    slips.push(slip("ქეთი \u{0}\u{feff}\u{202e}Şahin\n王", "CE1-CE2", Vec::new()));
    slips.push(slip("", "", Vec::new()));
    assert_eq!(eight_up(&slips), 2);
}

#[test]
fn children_are_told_in_one_breath() {
    let children = vec![child("Léa", "PS-MS"), child("Tom", "CP"), child("Hugo", "CE1-CE2")];
    assert_eq!(slip("Łukasz", "CP", children).about(), "pour Léa\u{a0}(PS-MS), Tom\u{a0}(CP) et Hugo\u{a0}(CE1-CE2)");
    assert_eq!(slip("Łukasz", "CP", Vec::new()).about(), "");
}

#[test]
fn the_code_is_shown_in_two_groups() {
    assert_eq!(slip("Łukasz", "CP", Vec::new()).spaced_code(), "k7m2-q4xw");
}

/// Fails after a change in the sentences until `scripts/pdf-fonts` has been run.
#[test]
fn every_letter_of_the_ten_languages_is_embedded() {
    let fonts = Fonts::embedded();
    for language in &LANGUAGES {
        for text in [language.own_name, language.scan, language.at_school] {
            assert!(fonts.covers(text), "{}: {text}", language.tag);
        }
    }
}
