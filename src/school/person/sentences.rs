//! How a channel is called on the pages where it is chosen or shown.

use super::Channel;

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Digital => "Sur Préau",
        Channel::Paper => "Sur papier",
        Channel::Both => "Les deux",
    }
}

pub fn channel_means(channel: Channel) -> &'static str {
    match channel {
        Channel::Digital => "Les mots se lisent et se signent ici, sans papier dans le cartable.",
        Channel::Paper => "L’école imprime chaque mot avec un talon à signer et à rapporter.",
        Channel::Both => "L’école imprime aussi chaque mot ; on répond ici ou sur le talon.",
    }
}
