export { clairvoyantAgent, clairvoyantPlan } from './clairvoyant.js';
