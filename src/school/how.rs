//! By what means somebody answered: kept with every answer, as its proof.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// On a page, signed in.
    Application,
    /// By the link of a letter.
    OneTap,
    /// By answering a letter.
    Mail,
    /// On paper, recorded by somebody of the school.
    Paper,
}

impl How {
    pub const ALL: [How; 4] = [How::Application, How::OneTap, How::Mail, How::Paper];

    pub fn as_str(self) -> &'static str {
        match self {
            How::Application => "application",
            How::OneTap => "one_tap",
            How::Mail => "mail",
            How::Paper => "paper",
        }
    }

    pub fn parse(text: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.as_str() == text)
    }
}
