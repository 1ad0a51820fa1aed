//! Where a document is referred to: words, posts, messages point to it and hold no copy. What is about to be thrown away is
//! asked for here first.

pub mod store;

use super::Entry;
use crate::base::db::Id;
use std::collections::BTreeSet;

/// Where the page of a file stands; its number follows.
pub const ADDRESS: &str = "/documents/fichiers/";

/// One thing that refers to a document; what it is called is its room's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub document: Id<Entry>,
    pub document_name: String,
    /// « note », « post », « message ».
    pub thing: String,
    pub thing_id: i64,
}

/// The files to which a text links, by the addresses in it: clean HTML, whose links are all that it can hold of them.
pub fn mentioned(body: &str) -> BTreeSet<Id<Entry>> {
    let addresses = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let numbers = addresses.filter_map(|address| {
        let (_, after) = address.split_once(ADDRESS)?;
        let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
        after[..digits].parse().ok()
    });
    numbers.map(Id::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_text_are_those_that_its_links_lead_to() {
        let body = "<p><a href=\"https://ecole.local/documents/fichiers/12\" rel=\"x\">menu</a> \
            <a href=\"https://ecole.local/documents/fichiers/7/telecharger\">autre</a> \
            /documents/fichiers/99 <a href=\"https://ecole.local/documents/fichiers/\">rien</a> \
            <a href=\"https://ecole.local/blog/12\">article</a></p>";
        let found: Vec<i64> = mentioned(body).iter().map(|id| id.number()).collect();
        assert_eq!(found, [7, 12]);
    }
}
