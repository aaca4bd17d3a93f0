// @ts-check
/* What the page of all services imports when somebody searches. */

import { neededFor } from "./elsewhere.js";
import { Catalogue } from "./ranking.js";

export { Catalogue, neededFor };
