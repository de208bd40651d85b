import { describeSite } from "../stage/site-contract.ts";
import { createApp } from "./app.ts";

describeSite("a site with Express", createApp);
