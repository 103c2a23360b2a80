"use strict";

const page = document.querySelector("main");
const input = document.getElementById("file");
const OPEN = ["pick", "refused", "large", "lost"];

function show(state) {
    page.dataset.state = state;
}

function isOpen() {
    return OPEN.includes(page.dataset.state);
}

/** The same link, with the name of the file behind its token. */
function address(name) {
    const link = location.pathname.replace(/(\/files\/[^/]+).*$/, "$1");
    return `${link}/${encodeURIComponent(name)}${location.search}`;
}

function reasonOf(request) {
    try {
        return JSON.parse(request.responseText).error.message;
    } catch {
        return "";
    }
}

function answered(request) {
    if (request.status === 201) {
        return show("done");
    }
    if (request.status === 410) {
        return show("gone");
    }
    const reason = reasonOf(request);
    document.getElementById("reason").textContent = reason;
    show(reason ? "refused" : "lost");
}

function send(file) {
    if (!file || !isOpen()) {
        return;
    }
    if (file.size > Number(page.dataset.most)) {
        return show("large");
    }
    for (const place of document.querySelectorAll(".file")) {
        place.textContent = file.name;
    }
    const request = new XMLHttpRequest();
    request.open("PUT", address(file.name));
    request.upload.onprogress = (event) => {
        document.getElementById("bar").value = (100 * event.loaded) / event.total;
    };
    request.onload = () => answered(request);
    request.onerror = () => show("lost");
    show("sending");
    request.send(file);
}

input.addEventListener("change", () => {
    send(input.files[0]);
    // the same file may be chosen again, after it was mended
    input.value = "";
});
for (const name of ["dragover", "dragleave", "drop"]) {
    addEventListener(name, (event) => {
        event.preventDefault();
        page.classList.toggle("over", name === "dragover");
    });
}
addEventListener("drop", (event) => send(event.dataTransfer.files[0]));
if (isOpen()) {
    setTimeout(() => isOpen() && show("gone"), 1000 * page.dataset.seconds);
}
