import "./htmx.js";
import "./announce.js";
import "./shell.js";
import "./bodies.js";
import "./kept.js";
import "./passkey.js";
import "./copy.js";
import "./guide.js";
