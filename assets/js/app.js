import "./htmx.js";
import "./announce.js";
import "./shell.js";
