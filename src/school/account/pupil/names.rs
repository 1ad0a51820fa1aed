//! First names told apart: as few letters of the family name as it takes.

/// Of `(first, last)`, in their order: « Léa », or « Léa M. » beside another Léa, « Léa Mar. » beside a Léa Michel, and the
/// whole name where nothing less will do.
pub fn told_apart(people: &[(String, String)]) -> Vec<String> {
    people.iter().enumerate().map(|(at, (first, last))| name(people, at, first, last)).collect()
}

fn name(people: &[(String, String)], at: usize, first: &str, last: &str) -> String {
    let others: Vec<&str> = people
        .iter()
        .enumerate()
        .filter(|(other, (name, _))| *other != at && name.to_lowercase() == first.to_lowercase())
        .map(|(_, (_, last))| last.as_str())
        .collect();
    if others.is_empty() {
        return first.to_owned();
    }
    let letters: Vec<char> = last.chars().collect();
    let start = |text: &str, count: usize| text.chars().take(count).collect::<String>().to_lowercase();
    let enough =
        (1..letters.len()).find(|count| others.iter().all(|other| start(other, *count) != start(last, *count)));
    match enough {
        Some(count) => format!("{first}\u{a0}{}.", letters[..count].iter().collect::<String>()),
        None => format!("{first}\u{a0}{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::told_apart;

    fn told(people: &[(&str, &str)]) -> Vec<String> {
        let people: Vec<(String, String)> =
            people.iter().map(|(first, last)| ((*first).to_owned(), (*last).to_owned())).collect();
        told_apart(&people).into_iter().map(|name| name.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn a_name_of_one_s_own_is_enough() {
        assert_eq!(told(&[("Léa", "Martin"), ("Tom", "Martin")]), ["Léa", "Tom"]);
    }

    #[test]
    fn as_few_letters_as_it_takes() {
        assert_eq!(told(&[("Léa", "Martin"), ("Léa", "Öztürk")]), ["Léa M.", "Léa Ö."]);
        assert_eq!(
            told(&[("Léa", "Martin"), ("léa", "Marchand"), ("Léa", "Petit")]),
            ["Léa Mart.", "léa Marc.", "Léa P."]
        );
        assert_eq!(told(&[("Léa", "Martin"), ("Léa", "Martinez")]), ["Léa Martin", "Léa Martine."]);
    }
}
