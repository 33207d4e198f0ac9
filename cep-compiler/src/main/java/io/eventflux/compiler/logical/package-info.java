/**
 * The typed logical plan: relational algebra over streams, with Calcite's filters, projections and
 * row expressions and our own relations for what streams have beyond tables. Also the vocabulary
 * that the stages before and behind share: types, operators, construction of expressions, constant
 * folding, printing. Imports Calcite, the query API and plan records; knows neither syntax trees
 * nor rules.
 */
@NullMarked
package io.eventflux.compiler.logical;

import org.jspecify.annotations.NullMarked;
