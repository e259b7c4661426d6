"use strict";
const body = document.body, most = Number(body.dataset.most);
const field = document.getElementById("points"), comment = document.getElementById("comment");
const status = document.getElementById("status"), half = document.getElementById("half");
const notice = document.getElementById("again");
const pills = [...document.querySelectorAll(".pill[data-value]")];
const read = (text) => (text === "" ? null : Number(text));
let points = read(body.dataset.points), typed = "", typedAt = 0;
const saved = { points, comment: comment.value };
let pending = Promise.resolve();

function show() {
  field.value = points === null ? "" : points;
  for (const pill of pills) pill.ariaPressed = String(points !== null && Number(pill.dataset.value) === Math.floor(points));
  half.ariaPressed = String(points !== null && points % 1 === 0.5);
}

function say(text, bad = false) {
  status.textContent = text;
  status.classList.toggle("bad", bad);
}

// Save one after another, so that what was typed last stays.
function save(what, value, again = false) {
  pending = pending.then(async () => {
    if (value === saved[what] && !again) return;
    let answer;
    try {
      answer = await fetch(`${location.pathname}/${what}`, {
        method: "PUT",
        keepalive: true,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ value, seen: saved[what] }),
      });
    } catch {
      return say("Not saved: no connection. Is chainrule mark still running?", true);
    }
    const content = answer.headers.get("Content-Type").includes("json") ? await answer.json() : { message: await answer.text() };
    if (answer.status === 409) {
      saved.points = content.points;
      saved.comment = content.comment;
      if (what === "points") { points = content.points; show(); } else comment.value = content.comment;
      return say("Not saved: somebody else changed this meanwhile. Here is theirs; change it again if need be.", true);
    }
    if (!answer.ok) return say(content.message || "Not saved.", true);
    saved[what] = content[what];
    notice.hidden ||= !content.waiting;
    document.querySelector("#progress .count").textContent = `${content.marked} of ${content.total}`;
    document.querySelector("#progress .bar span").style.width = `${(100 * content.marked) / content.total}%`;
    say("saved ✓");
  });
  return pending;
}

function give(value) {
  if (value !== null && !(value >= 0 && value <= most)) return say(`From 0 to ${most} points.`, true);
  points = value;
  show();
  save("points", value, !notice.hidden);
}

function type(digit) {
  const now = performance.now();
  typed = now - typedAt < 800 && Number(typed + digit) <= most ? typed + digit : digit;
  typedAt = now;
  give(Number(typed));
}

const toggleHalf = () => give(points === null ? 0.5 : points % 1 === 0.5 ? points - 0.5 : Math.min(points + 0.5, most));

function toggleRemark(text) {
  const lines = comment.value.split("\n").filter((line) => line.trim());
  const rest = lines.filter((line) => line.trim() !== text);
  comment.value = (rest.length < lines.length ? rest : [...lines, text]).join("\n");
  save("comment", comment.value);
}

async function go(id) {
  const link = document.getElementById(id);
  if (!link.href) return;
  save("comment", comment.value);
  await pending;
  if (!status.classList.contains("bad")) location.assign(link.href);
}

for (const pill of pills) pill.addEventListener("click", () => give(Number(pill.dataset.value)));
half.addEventListener("click", toggleHalf);
field.addEventListener("change", () => give(read(field.value)));
comment.addEventListener("change", () => save("comment", comment.value));
document.getElementById("keep").addEventListener("click", () => give(points));
for (const id of ["previous", "following", "waiting"]) {
  document.getElementById(id).addEventListener("click", (event) => { event.preventDefault(); go(id); });
}
const remarks = [...document.querySelectorAll(".remark")];
for (const remark of remarks) remark.addEventListener("click", () => toggleRemark(remark.dataset.remark));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target === comment || event.target === field) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target === field)) event.target.blur();
    return;
  }
  const key = event.key, remark = remarks["qwertyuio".indexOf(key)];
  if (key === "Enter" && event.target.closest("a, button, summary")) return;
  const actions = {
    ".": toggleHalf, ",": toggleHalf, f: () => give(most), Backspace: () => give(null), Delete: () => give(null),
    ArrowLeft: () => go("previous"), ArrowRight: () => go("following"), Enter: () => go("waiting"), n: () => go("waiting"),
    c: () => comment.focus(), k: () => notice.hidden || give(points),
  };
  const action = /^[0-9]$/.test(key) ? () => type(key) : key.length === 1 && remark ? () => toggleRemark(remark.dataset.remark) : actions[key];
  if (!action) return;
  event.preventDefault();
  action();
});
show();
