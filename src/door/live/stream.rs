//! How a stream looks on the wire: `text/event-stream`, one short line an event.

use super::hub::{Event, Listening, Refusal};
use crate::door::answer::{Answer, Content};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::Method, web::Bytes};
use futures_util::stream;

/// Shown before anything happens, so that the browser knows at once that the way is open.
const OPENING: &str = ": Préau\n\n";

/// Bytes as they come: nothing on the way may gather them into bigger ones.
pub fn flow(mut response: HttpResponseBuilder, request: &HttpRequest, listening: Listening) -> HttpResponse {
    if request.method() == Method::HEAD {
        return response.finish();
    }
    let events = stream::unfold((Some(OPENING.to_owned()), listening), |(first, mut listening)| async move {
        let text = match first {
            Some(text) => text,
            None => listening.0.recv().await?.line(),
        };
        Some((Ok::<Bytes, std::convert::Infallible>(text.into()), (None, listening)))
    });
    response.streaming(events)
}

/// No place: said so, with when to come again.
pub fn busy(refusal: Refusal) -> Answer {
    let (status, sentence, after) = match refusal {
        Refusal::TooManyHere => (
            429,
            "Trop de pages de ce navigateur écoutent déjà\u{202f}: rechargez celle-ci pour la mettre à jour.",
            300,
        ),
        Refusal::TooMany => {
            (503, "Trop de pages écoutent en ce moment\u{202f}: rechargez celle-ci pour la mettre à jour.", 300)
        }
        Refusal::Stopping => (503, "Le service s’arrête.", 10),
    };
    let headers = vec![
        ("content-type", "text/plain; charset=utf-8".to_owned()),
        ("cache-control", "no-store".to_owned()),
        ("retry-after", after.to_string()),
    ];
    Answer { status, headers, body: Content::Text(sentence.to_owned()) }
}

impl Answer {
    pub(in crate::door) fn events(listening: Listening) -> Answer {
        let headers = vec![
            ("content-type", "text/event-stream; charset=utf-8".to_owned()),
            ("cache-control", "no-store, no-transform".to_owned()),
            // A proxy in front of the house lets each line through as it comes.
            ("x-accel-buffering", "no".to_owned()),
        ];
        Answer { status: 200, headers, body: Content::Events(listening) }
    }
}

impl Event {
    fn line(self) -> String {
        match self {
            Event::Changed { kind, thing } => format!("event: change\ndata: {kind} {thing}\n\n"),
            // An event rather than a comment: a page that hears none for long knows that the way is cut.
            Event::Heartbeat => "event: battement\ndata:\n\n".to_owned(),
            Event::End => "event: fin\ndata:\n\n".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Event;

    #[test]
    fn a_line_says_a_kind_and_a_number() {
        let line = Event::Changed { kind: "messages", thing: 12 }.line();
        assert_eq!(line, "event: change\ndata: messages 12\n\n");
    }
}
