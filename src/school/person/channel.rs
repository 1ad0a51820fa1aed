//! How the school's words reach a guardian. It takes nothing away: who chose paper may read and sign here too.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Channel {
    #[default]
    Digital,
    Paper,
    Both,
}

impl Channel {
    pub const ALL: [Channel; 3] = [Channel::Digital, Channel::Paper, Channel::Both];

    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Digital => "digital",
            Channel::Paper => "paper",
            Channel::Both => "both",
        }
    }

    pub fn parse(text: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.as_str() == text)
    }

    /// Something is to be printed for this person.
    pub fn has_paper(self) -> bool {
        self != Channel::Digital
    }
}
