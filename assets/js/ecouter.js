// Reads a text aloud with the browser's own voice. The button is there only where the browser has one; nothing is sent anywhere.
const LONGEST = 180;
const words = { idle: "Écouter", speaking: "Pause", paused: "Reprendre" };

/** Sentence by sentence: some browsers fall silent in the middle of a long text. */
const pieces = (text) => {
  const sentences = text.match(/[^.!?…\n]+[.!?…]*\s*|\n+/g) ?? [];
  return sentences.reduce((all, sentence) => {
    const last = all.length - 1;
    if (last >= 0 && !sentence.includes("\n") && all[last].length + sentence.length < LONGEST) all[last] += sentence;
    else all.push(sentence);
    return all;
  }, []).map((piece) => piece.trim()).filter(Boolean);
};

const voiceFor = (lang) => {
  const voices = speechSynthesis.getVoices();
  return voices.find((voice) => voice.lang.replace("_", "-") === lang) ?? voices.find((voice) => voice.lang.startsWith(lang.slice(0, 2)));
};

const listen = (root) => {
  const [button, stop] = [root.querySelector("[data-lire]"), root.querySelector("[data-taire]")];
  const label = button.querySelector("span");
  const sources = root.dataset.ecouter.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const lang = root.dataset.langue;
  let [state, turn] = ["idle", 0];
  const be = (next) => {
    state = next;
    label.textContent = words[next];
    stop.hidden = next === "idle";
  };
  const speak = () => {
    const mine = (turn += 1);
    const queue = sources.flatMap((source) => pieces(source.innerText));
    const next = () => {
      if (mine !== turn) return;
      const piece = queue.shift();
      if (piece === undefined) return be("idle");
      const said = new SpeechSynthesisUtterance(piece);
      said.lang = lang;
      const voice = voiceFor(lang);
      if (voice) said.voice = voice;
      said.onend = next;
      said.onerror = () => mine === turn && be("idle");
      speechSynthesis.speak(said);
    };
    speechSynthesis.cancel();
    be("speaking");
    next();
  };
  const silence = () => {
    turn += 1;
    speechSynthesis.cancel();
    be("idle");
  };
  button.addEventListener("click", () => {
    if (state === "idle") return speak();
    if (state === "speaking") speechSynthesis.pause(), be("paused");
    else speechSynthesis.resume(), be("speaking");
  });
  stop.addEventListener("click", () => (silence(), button.focus()));
  addEventListener("pagehide", silence);
  root.hidden = false;
};

// Voices come late in some browsers, and in some there are none at all.
const roots = [...document.querySelectorAll("[data-ecouter]")];
const offer = () => {
  if (speechSynthesis.getVoices().length > 0) for (const root of roots.splice(0)) listen(root);
};
if ("speechSynthesis" in globalThis) {
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}
