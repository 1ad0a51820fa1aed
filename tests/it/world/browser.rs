//! A browser without a screen: keeps cookies, follows redirections, and submits the form that it finds on the page.

use super::{
    School,
    coming::{Download, Stream},
};
use actix_web::{body::MessageBody, dev::ServiceResponse, test::TestRequest};
use preau::door::routes::Method;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

pub const HOST: &str = "ecole-jaures.local";

pub struct Browser<'a> {
    school: &'a School,
    cookies: BTreeMap<String, String>,
    /// The machine's address, as the door sees it.
    pub address: std::net::SocketAddr,
}

pub struct Reply {
    pub status: u16,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl<'a> Browser<'a> {
    pub fn new(school: &'a School) -> Browser<'a> {
        Browser { school, cookies: BTreeMap::new(), address: "192.168.1.20:50000".parse().unwrap() }
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Goes there, and on where it is sent.
    pub fn get(&mut self, path: &str) -> Reply {
        let reply = self.get_once(path);
        self.follow(reply)
    }

    pub fn get_once(&mut self, path: &str) -> Reply {
        self.send(TestRequest::get().uri(path), path)
    }

    /// Posts pairs as a page of ours would, without following.
    pub fn post_once(&mut self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = TestRequest::post()
            .uri(path)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(body);
        self.send(request, path)
    }

    pub fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let reply = self.post_once(path, pairs);
        self.follow(reply)
    }

    /// What the program that sends files in pieces asks, with nothing of its own to say.
    pub fn tus_once(&mut self, method: Method, path: &str) -> Reply {
        let request = TestRequest::default()
            .method(http(method))
            .uri(path)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("tus-resumable", "1.0.0"))
            .insert_header(("content-type", "application/offset+octet-stream"));
        self.send(request, path)
    }

    /// Any request at all, with this browser's cookies.
    pub fn send(&mut self, request: TestRequest, path: &str) -> Reply {
        self.send_as_is(request.insert_header(("host", HOST)), path)
    }

    /// Asks for a file and takes it bit by bit.
    pub fn begin(&self, path: &str) -> Download<'a> {
        let request = self.with_cookies(TestRequest::get().uri(path).insert_header(("host", HOST)));
        let response = self.school.begin(request.to_request());
        assert_eq!(response.status(), 200, "{path}");
        Download::new(self.school, response.into_body())
    }

    /// Listens, as an open page does.
    pub fn listen(&self) -> Stream<'a> {
        Stream::new(self.begin("/evenements"))
    }

    fn with_cookies(&self, request: TestRequest) -> TestRequest {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.peer_addr(self.address);
        if cookies.is_empty() { request } else { request.insert_header(("cookie", cookies.join("; "))) }
    }

    /// The same, without a word about the host.
    pub fn send_as_is(&mut self, request: TestRequest, path: &str) -> Reply {
        let request = self.with_cookies(request);
        let mut reply = self.school.call(request.to_request());
        reply.path = path.to_owned();
        for (_, value) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = value.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }

    fn follow(&mut self, mut reply: Reply) -> Reply {
        for _ in 0..5 {
            if reply.status != 303 {
                return reply;
            }
            let to = reply.header("location").expect("a redirection says where").to_owned();
            reply = self.get_once(&to);
        }
        panic!("redirected in circles at {}", reply.path);
    }
}

fn http(method: Method) -> actix_web::http::Method {
    use actix_web::http::Method as Http;
    match method {
        Method::Get => Http::GET,
        Method::Post => Http::POST,
        Method::Head => Http::HEAD,
        Method::Patch => Http::PATCH,
        Method::Delete => Http::DELETE,
        Method::Options => Http::OPTIONS,
        Method::Dav => Http::from_bytes(b"PROPFIND").unwrap(),
    }
}

impl Reply {
    pub async fn read(response: ServiceResponse) -> Reply {
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned()))
            .collect::<Vec<_>>();
        // A stream has no end to wait for.
        if response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
        {
            return Reply { status, path: String::new(), headers, bytes: Vec::new() };
        }
        let bytes = actix_web::body::to_bytes(response.into_body().boxed()).await.unwrap_or_default().to_vec();
        Reply { status, path: String::new(), headers, bytes }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.body())
    }

    /// What a person reads, spaces folded.
    pub fn text(&self) -> String {
        let html = self.html();
        let root = html.root_element();
        words(root)
    }

    pub fn h1(&self) -> String {
        let html = self.html();
        let h1 = html.select(&selector("h1")).next();
        h1.map(words).unwrap_or_else(|| panic!("no h1 at {}: {}", self.path, self.body()))
    }

    #[track_caller]
    pub fn assert_says(&self, text: &str) -> &Reply {
        assert!(self.text().contains(text), "« {text} » is not at {} ({}):\n{}", self.path, self.status, self.text());
        self
    }

    #[track_caller]
    pub fn assert_silent_on(&self, text: &str) -> &Reply {
        assert!(!self.body().contains(text), "« {text} » is at {} ({})", self.path, self.status);
        self
    }

    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Reply {
        assert_eq!(self.status, status, "at {}:\n{}", self.path, self.text());
        self
    }

    /// The address behind the first link that reads so.
    #[track_caller]
    pub fn link(&self, text: &str) -> String {
        let html = self.html();
        let found = html.select(&selector("a[href]")).find(|a| words(*a).contains(text));
        found
            .unwrap_or_else(|| panic!("no link « {text} » at {}:\n{}", self.path, self.text()))
            .attr("href")
            .unwrap()
            .to_owned()
    }

    /// True when a button reads so.
    pub fn has_button(&self, text: &str) -> bool {
        self.html().select(&selector("button, a.bouton")).any(|button| words(button).contains(text))
    }

    /// The form whose button reads so, filled as the page fills it.
    #[track_caller]
    pub fn form(&self, button: &str) -> FoundForm {
        let html = self.html();
        for form in html.select(&selector("form")) {
            if let Some(pressed) = form.select(&selector("button")).find(|b| words(*b).contains(button)) {
                return FoundForm::read(form, pressed, &self.path);
            }
        }
        panic!("no form with a button « {button} » at {}:\n{}", self.path, self.text())
    }
}

/// A form as the page gives it, to be filled and sent.
#[derive(Clone)]
pub struct FoundForm {
    pub action: String,
    is_multipart: bool,
    pub pairs: Vec<(String, String)>,
    names: Vec<String>,
    files: Vec<(String, String, Vec<u8>)>,
}

impl FoundForm {
    fn read(form: ElementRef, pressed: ElementRef, path: &str) -> FoundForm {
        assert_eq!(form.attr("method").map(str::to_lowercase).as_deref(), Some("post"), "a form that posts");
        let action = pressed.attr("formaction").or(form.attr("action")).unwrap_or(path).to_owned();
        let mut found = FoundForm {
            action,
            is_multipart: form.attr("enctype") == Some("multipart/form-data"),
            pairs: Vec::new(),
            names: Vec::new(),
            files: Vec::new(),
        };
        for field in form.select(&selector("input[name], textarea[name], select[name]")) {
            let name = field.attr("name").unwrap().to_owned();
            found.names.push(name.clone());
            let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
                ("textarea", _) => Some(field.text().collect::<String>()),
                ("select", _) => {
                    let options = || field.select(SELECTED_OR_FIRST.get_or_init(|| selector("option")));
                    let chosen = options().find(|o| o.attr("selected").is_some()).or(options().next());
                    chosen.map(|o| o.attr("value").map_or_else(|| o.text().collect(), str::to_owned))
                }
                (_, "checkbox" | "radio") => {
                    field.attr("checked").map(|_| field.attr("value").unwrap_or("on").to_owned())
                }
                (_, "file" | "submit" | "button") => None,
                _ => Some(field.attr("value").unwrap_or_default().to_owned()),
            };
            found.pairs.extend(value.map(|value| (name, value)));
        }
        if let Some(name) = pressed.attr("name") {
            found.pairs.push((name.to_owned(), pressed.attr("value").unwrap_or_default().to_owned()));
        }
        found
    }

    /// Types into a field, or chooses one answer; the field must be there.
    #[track_caller]
    pub fn set(mut self, name: &str, value: &str) -> FoundForm {
        self.must_have(name);
        self.pairs.retain(|(key, _)| key != name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one more box of that name.
    #[track_caller]
    pub fn tick(mut self, name: &str, value: &str) -> FoundForm {
        self.must_have(name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes the tick from a box of that name; it must have been ticked.
    #[track_caller]
    pub fn untick(mut self, name: &str, value: &str) -> FoundForm {
        let before = self.pairs.len();
        self.pairs.retain(|(key, held)| key != name || held != value);
        assert!(self.pairs.len() < before, "{name}={value} is not ticked");
        self
    }

    #[track_caller]
    pub fn attach(mut self, name: &str, file_name: &str, bytes: &[u8]) -> FoundForm {
        self.must_have(name);
        assert!(self.is_multipart, "a form with files is multipart/form-data");
        self.files.push((name.to_owned(), file_name.to_owned(), bytes.to_vec()));
        self
    }

    /// Changes a pair that the page hides, as an attacker would.
    pub fn forge(mut self, name: &str, value: &str) -> FoundForm {
        self.pairs.retain(|(key, _)| key != name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    #[track_caller]
    pub fn send(self, browser: &mut Browser) -> Reply {
        let reply = self.send_once(browser);
        browser.follow(reply)
    }

    pub fn send_once(self, browser: &mut Browser) -> Reply {
        if !self.is_multipart {
            let pairs: Vec<(&str, &str)> = self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            return browser.post_once(&self.action, &pairs);
        }
        let boundary = "----preau-test-boundary";
        let mut body = Vec::new();
        for (name, value) in &self.pairs {
            body.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in &self.files {
            body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        let request = TestRequest::post()
            .uri(&self.action)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", format!("multipart/form-data; boundary={boundary}")))
            .set_payload(body);
        browser.send(request, &self.action)
    }

    #[track_caller]
    fn must_have(&self, name: &str) {
        assert!(
            self.names.iter().any(|one| one == name),
            "no field « {name} » in the form {}: {:?}",
            self.action,
            self.names
        );
    }
}

static SELECTED_OR_FIRST: std::sync::OnceLock<Selector> = std::sync::OnceLock::new();

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

pub fn words(element: ElementRef) -> String {
    element.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
