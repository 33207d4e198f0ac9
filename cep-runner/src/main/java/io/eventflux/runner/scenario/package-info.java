/**
 * The test language of the house: {@code *.scenario} files say what is sent when, and what must
 * come out. Reads them, runs each scenario on a fresh app in virtual time, and reports.
 *
 * <pre>
 *   text -> ScenarioParser -> ScenarioFile -> ScenarioExecutor -> Outcome -> ScenarioReport
 * </pre>
 *
 * May import the query API, the core, the compiler and Jackson's streaming reader; nothing of the
 * command line.
 */
@NullMarked
package io.eventflux.runner.scenario;

import org.jspecify.annotations.NullMarked;
