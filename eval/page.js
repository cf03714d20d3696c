// Shows the questions that every choice and the searched words allow, and counts them.
// The page's address may carry choices: report.html#verdict=wrong&lang=en
const cards = [...document.querySelectorAll("article")];
const choices = [...document.querySelectorAll("#filters select")];
const words = document.getElementById("words");
const count = document.getElementById("count");
function sift() {
  const sought = words.value.trim().toLowerCase();
  for (const card of cards) {
    const chosen = choices.every((choice) => !choice.value || card.dataset[choice.dataset.key] === choice.value);
    card.hidden = !chosen || !card.textContent.toLowerCase().includes(sought);
  }
  count.textContent = cards.filter((card) => !card.hidden).length + " of " + cards.length;
}
for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
  for (const choice of choices.filter((each) => each.dataset.key === key)) choice.value = value;
  if (key === "text") words.value = value;
}
document.getElementById("filters").addEventListener("input", sift);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
sift();
