// Shows the questions that every choice and the searched words allow, and counts them.
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
document.getElementById("filters").addEventListener("input", sift);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
sift();
