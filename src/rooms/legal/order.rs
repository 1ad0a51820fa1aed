//! The text of the order of 30 November 2006, read from its plain file. Nothing here changes a word of it.
//!
//! The file holds one paragraph a line; `# ` opens an article, `- ` an item of a list, and `= ` says in our words which
//! writing of the article follows: the one in force since 22 October 2017 where it could be read at its source, else that
//! of 2006. `[…]` stands where a text in force could be read no further.

const TEXT: &str = include_str!("../../../assets/data/arrete-2006-11-30.txt");

pub struct Article {
    /// "" for what stands before the first article.
    pub title: &'static str,
    /// Which writing this is, in our own words; "" before the first article.
    pub writing: &'static str,
    pub blocks: Vec<Block>,
}

#[derive(Debug, PartialEq)]
pub enum Block {
    Paragraph(&'static str),
    List(Vec<&'static str>),
}

pub fn articles() -> Vec<Article> {
    let mut articles = vec![Article { title: "", writing: "", blocks: Vec::new() }];
    for line in TEXT.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            articles.push(Article { title, writing: "", blocks: Vec::new() });
        } else if let Some(article) = articles.last_mut() {
            match line.strip_prefix("= ") {
                Some(writing) => article.writing = writing,
                None => add(&mut article.blocks, line),
            }
        }
    }
    articles
}

fn add(blocks: &mut Vec<Block>, line: &'static str) {
    match (line.strip_prefix("- "), blocks.last_mut()) {
        (Some(item), Some(Block::List(items))) => items.push(item),
        (Some(item), _) => blocks.push(Block::List(vec![item])),
        (None, _) => blocks.push(Block::Paragraph(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nine_articles_follow_the_preamble() {
        let articles = articles();
        let titles: Vec<&str> = articles.iter().map(|article| article.title).collect();
        let numbered: Vec<String> = (1..=9).map(|number| format!("Article {number}")).collect();
        assert_eq!(titles[0], "");
        assert_eq!(titles[1..], numbered);
        assert!(articles.iter().all(|article| !article.blocks.is_empty()));
        assert!(articles[1..].iter().all(|article| article.writing.starts_with("Rédaction ")));
    }

    #[test]
    fn items_that_follow_each_other_are_one_list() {
        let article_4 = &articles()[4];
        let lengths: Vec<usize> = article_4
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(_) => 0,
                Block::List(items) => items.len(),
            })
            .collect();
        assert_eq!(lengths, [0, 0, 10]);
    }
}
