import type { BaseFacts } from "./base_facts.ts";
import type { RFindings } from "./findings.ts";
import { quoteWord } from "../shell_words.ts";
import { counted, type LanguageNeeds, noNeeds } from "./suggestions.ts";

/** Where packages come from; images made for R have chosen a place already. */
const cran = "https://cloud.r-project.org";

/** Packages that Debian and Ubuntu have compiled, as r-cran-NAME. */
const compiled = new Set(
  `ape askpass assertthat backports base64enc bit bit64 boot brew broom cachem callr car class cli
  clipr cluster codetools colorspace cowplot crayon curl data.table dbi devtools digest doparallel
  dplyr e1071 evaluate fansi forcats foreach foreign fs gam ggplot2 ggrepel glmnet glue gridextra
  gtable haven hmisc htmltools htmlwidgets httpuv httr igraph iterators jsonlite kernsmooth knitr
  later lattice lazyeval lme4 lubridate magrittr maps markdown mass matrix mgcv mime modelr mvtnorm
  nlme nnet openssl optparse plotly plyr promises proxy psych purrr quantreg r6 randomforest raster
  rcolorbrewer rcpp rcpparmadillo rcurl readr readxl reshape2 rjava rlang rmarkdown rpart rsqlite
  rstan rvest sandwich scales sf shiny sp spatial stringi stringr survival tibble tidyr tidyverse
  tinytex vctrs vegan viridis viridislite withr writexl xfun xml xml2 xtable xts yaml zoo`
    .split(/\s+/),
);

/** How a project's R part is installed in a base image. */
export function rNeeds(findings: RFindings, base: BaseFacts, code: string): LanguageNeeds {
  const needs = noNeeds();
  const { packages, file, hasLock, isPackage } = findings;
  const isSystems = !base.r;
  if (isSystems) needs.system.push({ need: "r", reason: "the base image has no R" });
  const asks = `${file} ${file?.match(/\.r(md)?$/i) ? "uses" : "asks for"} ` +
    counted(packages.length, "package");
  if (hasLock) {
    if (isSystems) needs.system.push({ need: "r-headers", reason: "packages are compiled" });
    needs.dependencies.push({
      command: script(installCall(["renv"], base)),
      reason: "renv.lock is renv's",
    }, {
      command: script(
        `renv::restore(project = "${code}", library = .libPaths()[1], prompt = FALSE)`,
      ),
      reason: `renv.lock asks for ${counted(packages.length, "package")} and their versions`,
    });
  } else {
    const fromSystem = isSystems && base.manager === "apt"
      ? packages.filter((name) => compiled.has(name.toLowerCase()))
      : [];
    const others = packages.filter((name) => !fromSystem.includes(name));
    if (fromSystem.length > 0) {
      const names = fromSystem.map((name) => `r-cran-${name.toLowerCase()}`);
      needs.dependencies.push({
        command: `apt-get install -y ${names.join(" ")}`,
        reason: `${asks}; these are compiled already`,
      });
    }
    if (others.length > 0) {
      if (isSystems) needs.system.push({ need: "r-headers", reason: "packages are compiled" });
      needs.dependencies.push({ command: script(installCall(others, base)), reason: asks });
    }
  }
  if (isPackage) {
    needs.install.push({
      command: `R CMD INSTALL ${quoteWord(code)}`,
      reason: "DESCRIPTION describes the project as a package",
    });
  }
  return needs;
}

/** Warnings become errors: R only warns of a package that could not be installed. */
function installCall(packages: readonly string[], { r }: BaseFacts): string {
  const list = packages.map((name) => `"${name}"`).join(", ");
  const vector = packages.length === 1 ? list : `c(${list})`;
  return `options(warn = 2); install.packages(${vector}${r ? "" : `, repos = "${cran}"`})`;
}

function script(text: string): string {
  return `Rscript -e '${text}'`;
}
