// Adds copy buttons to snippets and opens the section that the address points at; the page is complete without it.
for (const snippet of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(snippet.textContent.trim());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  snippet.before(button);
}

function target() {
  try {
    return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  } catch {
    return null; // whoever wrote the address wrote a % that stands for nothing
  }
}

function open() {
  const section = target()?.closest("details");
  if (section) section.open = true;
}
addEventListener("hashchange", open);
open();
