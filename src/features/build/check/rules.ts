import { baseImageRules } from "./base_image.ts";
import { descriptionRules } from "./descriptions.ts";
import { undefinedVariableRules } from "./undefined_variables.ts";
import { builderSupportRules } from "./builder_support.ts";
import { copyRules } from "./copies.ts";
import { oldFormRules } from "./old_forms.ts";
import { packageRules } from "./package_rules.ts";
import type { Rule } from "./rule.ts";
import { runRules } from "./run_rules.ts";
import { secretRules } from "./secrets.ts";
import { settingRules } from "./settings.ts";
import { stageNameRules } from "./stage_names.ts";
import { startCommandRules } from "./start_command.ts";
import { syntaxRules } from "./syntax.ts";

/** Every rule of `dk build --check`, those that can fail a build first. */
export const rules: readonly Rule[] = [
  ...syntaxRules,
  ...secretRules,
  ...baseImageRules,
  ...undefinedVariableRules,
  ...stageNameRules,
  ...packageRules,
  ...runRules,
  ...copyRules,
  ...startCommandRules,
  ...settingRules,
  ...oldFormRules,
  ...descriptionRules,
  ...builderSupportRules,
];
