"use strict";
const WORDS = {
  en: { wait: "Signing in …", ask: "Paste your one-time link.", label: "One-time link", enter: "Sign in",
    bad: "This link is unknown, was used already, or is too old. Ask for a new one.",
    many: "Too many attempts. Wait a minute and try again.", off: "The server does not answer. Try again." },
  sv: { wait: "Loggar in …", ask: "Klistra in din engångslänk.", label: "Engångslänk", enter: "Logga in",
    bad: "Länken är okänd, redan använd eller för gammal. Be om en ny.",
    many: "För många försök. Vänta en minut och försök igen.", off: "Servern svarar inte. Försök igen." },
  de: { wait: "Anmeldung läuft …", ask: "Fügen Sie Ihren Einmal-Link ein.", label: "Einmal-Link", enter: "Anmelden",
    bad: "Dieser Link ist unbekannt, schon benutzt oder zu alt. Bitten Sie um einen neuen.",
    many: "Zu viele Versuche. Warten Sie eine Minute.", off: "Der Server antwortet nicht. Versuchen Sie es noch einmal." },
};
const language = (navigator.languages || ["en"]).map((one) => one.slice(0, 2)).find((one) => one in WORDS) || "en";
const words = WORDS[language];
const told = document.getElementById("told");
const form = document.getElementById("form");
const field = document.getElementById("link");

function ask(text) {
  told.textContent = text;
  form.hidden = false;
  field.focus();
}

async function enter(link) {
  told.textContent = words.wait;
  form.hidden = true;
  let answer;
  try {
    answer = await fetch("/api/v1/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ link }),
    });
  } catch {
    ask(words.off);
    return;
  }
  if (answer.ok) {
    location.replace((await answer.json()).go);
    return;
  }
  ask(answer.status === 429 ? words.many : answer.status < 500 ? words.bad : words.off);
}

function start() {
  const link = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (link) enter(link);
  else ask(words.ask);
}

document.documentElement.lang = language;
document.getElementById("label").textContent = words.label;
document.getElementById("enter").textContent = words.enter;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  enter(text.slice(text.indexOf("#") + 1));
});
addEventListener("hashchange", () => location.hash && start());
start();
