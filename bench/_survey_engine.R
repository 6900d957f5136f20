# R's survey package on the columns of a folder, as raw numbers: Rscript _survey_engine.R FOLDER ROWS
suppressPackageStartupMessages(library(survey))
given <- commandArgs(trailingOnly = TRUE)
rows <- as.integer(given[2])
column <- function(name) readBin(file.path(given[1], name), "double", rows)
d <- data.frame(stratum = column("stratum"), psu = column("psu"), domain = factor(column("domain")),
                weight = column("weight"), hours = column("hours"), uses = column("uses"))
start <- proc.time()[["elapsed"]]
design <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d)
invisible(svyby(~hours, ~domain, design, svymean))
invisible(svyby(~uses, ~domain, design, svymean))
cat(proc.time()[["elapsed"]] - start)
