//! The command line in French: what `--help` says of each command, and what is wrong with a line that was typed. clap speaks English
//! by itself; here every word of its own is replaced, and nothing is decided.

use super::Cli;
use clap::{
    Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::{ffi::OsString, process::ExitCode};

const TEMPLATE: &str = "{about-with-newline}\nUsage\u{a0}: {usage}\n\n{all-args}";
/// clap puts the colon.
const COMMANDS: &str = "Commandes\u{a0}";
const ARGUMENTS: &str = "Arguments\u{a0}";
const OPTIONS: &str = "Options\u{a0}";
/// As programs end whose words were not understood.
const NOT_UNDERSTOOD: u8 = 2;

/// What was typed; else what was asked for is printed (the help, the version), or what is not understood.
pub fn typed(words: impl IntoIterator<Item = OsString>) -> Result<Cli, ExitCode> {
    let mut line = whole();
    let read = line.try_get_matches_from_mut(words).and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| {
        let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        if is_help || !error.use_stderr() {
            // A pipe that is closed wants no more of it.
            let _ = error.print();
        } else {
            eprintln!("preau : {}", sentence(&error));
            if let Some(usage) = usage(&error) {
                eprintln!("\nUsage\u{a0}: {usage}\nPour tout savoir\u{a0}: --help");
            }
        }
        if error.use_stderr() { ExitCode::from(NOT_UNDERSTOOD) } else { ExitCode::SUCCESS }
    })
}

fn whole() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Dit la version");
    in_french(Cli::command().arg(version.help_heading(OPTIONS)))
}

fn in_french(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Montre cette aide");
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .help_template(TEMPLATE)
        .subcommand_help_heading(COMMANDS)
        .subcommand_value_name("COMMANDE")
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
            with_default(arg.help_heading(heading))
        })
        .mut_subcommands(in_french)
}

/// What stands when nothing is typed, which clap would say in English.
fn with_default(arg: Arg) -> Arg {
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if default.is_empty() || !arg.get_action().takes_values() {
        return arg;
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.help(format!("{help} (d’office\u{a0}: {})", default.join(", "))).hide_default_value(true)
}

fn sentence(error: &Error) -> String {
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => format!("«\u{a0}{arg}\u{a0}» n’est pas attendu ici."),
        ErrorKind::InvalidSubcommand => {
            format!("«\u{a0}{}\u{a0}» n’est pas une commande.", context(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("«\u{a0}{arg}\u{a0}» attend une valeur.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("«\u{a0}{value}\u{a0}» ne convient pas à «\u{a0}{arg}\u{a0}».")
        }
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            prior if prior == arg || prior.is_empty() => format!("«\u{a0}{arg}\u{a0}» est donné deux fois."),
            prior => format!("«\u{a0}{arg}\u{a0}» ne va pas avec «\u{a0}{prior}\u{a0}»."),
        },
        ErrorKind::MissingRequiredArgument => format!("il manque {arg}."),
        ErrorKind::MissingSubcommand => {
            format!("il manque une commande\u{a0}: {}.", context(error, ContextKind::ValidSubcommand))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("«\u{a0}{arg}\u{a0}» n’a pas le nombre de valeurs attendu.")
        }
        ErrorKind::InvalidUtf8 => "un des mots n’est pas de l’UTF-8.".to_owned(),
        _ => "cette ligne n’est pas comprise.".to_owned(),
    };
    match suggested(error) {
        Some(other) => format!("{said} Vouliez-vous dire «\u{a0}{other}\u{a0}»\u{a0}?"),
        None => said,
    }
}

/// The nearest: of several, clap puts it last.
fn suggested(error: &Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(|kind| context(error, kind))
        .find_map(|others| others.rsplit(", ").next().filter(|other| !other.is_empty()).map(str::to_owned))
}

/// The shape of the line, without clap's own title.
fn usage(error: &Error) -> Option<String> {
    let usage = context(error, ContextKind::Usage);
    let usage = usage.trim().strip_prefix("Usage:").unwrap_or(usage.trim()).trim();
    (!usage.is_empty()).then(|| usage.to_owned())
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join(", "),
        Some(ContextValue::StyledStr(styled)) => styled.to_string(),
        Some(ContextValue::StyledStrs(several)) => {
            several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: [&str; 16] = [
        "Usage:",
        "Options:",
        "Commands:",
        "Arguments:",
        "COMMAND>",
        "Print",
        "help for",
        "[default",
        "possible",
        "Possible",
        "[env",
        "[alias",
        " the ",
        " of ",
        " and ",
        " by ",
    ];

    fn is_french(what: &str, text: &str) {
        for word in ENGLISH {
            assert!(!text.contains(word), "{what} says « {word} »:\n{text}");
        }
    }

    fn walk(command: &mut Command, path: &str, seen: &mut usize) {
        let path = format!("{path} {}", command.get_name());
        *seen += 1;
        assert!(command.get_about().is_some(), "{path} says nothing of itself");
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some() || command.is_hide_set(), "{path} says nothing of {}", arg.get_id());
        }
        for text in [command.render_help(), command.render_long_help()] {
            let text = text.to_string();
            is_french(&path, &text);
            assert!(text.contains("Usage\u{a0}: preau") && text.contains("Montre cette aide"), "{path}:\n{text}");
        }
        for under in command.get_subcommands_mut() {
            walk(under, &path, seen);
        }
    }

    #[test]
    fn no_help_of_any_command_says_an_english_word() {
        let (mut line, mut seen) = (whole(), 0);
        line.build();
        walk(&mut line, "", &mut seen);
        assert!(seen > 20, "{seen} commands were looked at");
    }

    fn refused(words: &str) -> String {
        let words = ["preau"].into_iter().chain(words.split_whitespace());
        let error = whole().try_get_matches_from(words).map(|_| ()).unwrap_err();
        let said = format!("{}\n{}", sentence(&error), usage(&error).unwrap_or_default());
        is_french("a fault", &said);
        said
    }

    #[test]
    fn what_is_not_understood_is_said_in_french() {
        for (typed, said) in [
            ("serve --datta x", "« --datta » n’est pas attendu ici. Vouliez-vous dire « --data » ?\npreau serve"),
            ("server", "« server » n’est pas une commande. Vouliez-vous dire « serve » ?"),
            ("serve --https ici", "« ici » ne convient pas à « --https <ADRESSE:PORT> »."),
            ("serve --https", "« --https <ADRESSE:PORT> » attend une valeur."),
            ("demo --size 3", "« 3 » ne convient pas à « --size <ÉLÈVES> »."),
            ("serve --data a --data b", "« --data <DOSSIER> » est donné deux fois."),
            ("import", "il manque <FICHIER>…"),
            ("user code", "il manque <LOGIN>.\npreau user code"),
            ("certificate --chain a", "il manque --key <FICHIER>."),
        ] {
            let found = refused(typed).replace('\u{a0}', " ");
            assert!(found.starts_with(said.replace('…', "").trim_end_matches('.')), "{typed}: {found}");
        }
    }

    #[test]
    fn what_stands_when_nothing_is_typed_is_said() {
        let mut line = whole();
        line.build();
        let help = line.find_subcommand_mut("demo").unwrap().render_help().to_string();
        assert!(help.contains("Nombre d’élèves, de 60 à 1200 (d’office\u{a0}: 270)"), "{help}");
    }

    #[test]
    fn what_is_asked_for_is_no_fault() {
        for words in ["--help", "--version", "user --help", "user code -h"] {
            let words = ["preau"].into_iter().chain(words.split_whitespace());
            let error = whole().try_get_matches_from(words).map(|_| ()).unwrap_err();
            assert!(!error.use_stderr());
        }
        assert!(whole().try_get_matches_from(["preau", "serve", "--data", "x"]).is_ok());
    }
}
