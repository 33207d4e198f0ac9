/**
 * The ANTLR 4 grammar of EventFluxQL and the parser generated from it. The grammar holds no
 * actions. Imports the ANTLR runtime only.
 */
package io.eventflux.grammar;
