import assert from "node:assert/strict";
import { eagerFunctions } from "./eager_functions.ts";

const cases: [name: string, text: string, result: string][] = [
  ["leaves a module without functions", "let a=1;export{a};", "let a=1;export{a};"],
  [
    "moves functions before what calls them",
    "let a=f();function f(){return 1}export{a,f};",
    "let f=(function f(){return 1});let a=f();export{a,f};",
  ],
  [
    "keeps what a function is",
    "async function a(){}function*b(){}async function*c(){}",
    "let a=(async function a(){}),b=(function*b(){}),c=(async function*c(){});",
  ],
  [
    "lets imports follow, which come first anyway",
    'import{g}from"./g.mjs";function f(){return g()}export{f};',
    'let f=(function f(){return g()});import{g}from"./g.mjs";export{f};',
  ],
  [
    "looks neither into functions nor into text",
    "function f(){function g(){}return `\nfunction h(){}\n`}",
    "let f=(function f(){function g(){}return `\nfunction h(){}\n`});",
  ],
];

for (const [name, text, result] of cases) {
  Deno.test(`eagerFunctions() ${name}`, () => assert.equal(eagerFunctions(text), result));
}
