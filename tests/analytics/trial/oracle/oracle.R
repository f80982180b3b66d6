# The figures of the two fixed extracts by R's own packages. Run: Rscript oracle.R FOLDER > oracle.json
# Debian: r-base-core r-cran-sandwich r-cran-lmtest r-cran-clubsandwich r-cran-survival r-cran-mice
suppressMessages({library(sandwich); library(lmtest); library(clubSandwich); library(survival); library(mice)})
folder <- commandArgs(trailingOnly = TRUE)[1]
number <- function(x) formatC(as.numeric(x), digits = 15, format = "g")
say <- function(name, ...) cat(sprintf('"%s": [%s],\n', name, paste(number(c(...)), collapse = ", ")))
load <- function(name) {
  table <- read.csv(file.path(folder, name), stringsAsFactors = TRUE, na.strings = "")
  table <- table[is.na(table$excluded), ]
  table$arm <- relevel(table$arm, ref = "modules")
  table$role <- factor(table$role, levels = c("patient", "caregiver"))
  table
}
cat("{\n")
people <- load("people.csv")
fit <- lm(knowledge ~ arm + knowledge_before + role + site, people)
v <- vcovHC(fit, type = "HC3")
for (name in c("game", "booklet")) {
  key <- paste0("arm", name)
  ci <- coefci(fit, key, vcov. = v)
  test <- coeftest(fit, vcov. = v)
  say(paste0("hc3_", name), coef(fit)[key], sqrt(v[key, key]), df.residual(fit), ci[1], ci[2], test[key, 4])
}
clusters <- load("clusters.csv")
seen <- clusters[!is.na(clusters$knowledge), ]
fit <- lm(knowledge ~ arm + knowledge_before + role + site, seen)
v <- vcovCR(fit, cluster = seen$cluster, type = "CR2")
test <- coef_test(fit, vcov = v, test = "Satterthwaite")
ci <- conf_int(fit, vcov = v, test = "Satterthwaite")
for (name in c("game", "booklet")) {
  row <- which(rownames(test) == paste0("arm", name))
  say(paste0("cr2_", name), test$beta[row], test$SE[row], test$df_Satt[row], ci$CI_L[row], ci$CI_U[row], test$p_Satt[row])
}
times <- people[!is.na(people$hours_to_report), ]
two <- droplevels(times[times$arm %in% c("game", "modules"), ])
rank <- survdiff(Surv(hours_to_report, hours_to_report_happened) ~ arm, two)
say("log_rank", rank$chisq, pchisq(rank$chisq, 1, lower.tail = FALSE))
for (name in c("game", "modules")) {
  one <- survfit(Surv(hours_to_report, hours_to_report_happened) ~ 1, times[times$arm == name, ])
  row <- summary(one, rmean = 72)$table
  say(paste0("rmst_", name), row[["rmean"]], row[["se(rmean)"]])
}
q <- c(4.1, 5.3, 4.8, 6.0, 5.1, 4.4, 5.6); u <- c(2.5, 2.9, 2.2, 3.1, 2.6, 2.4, 2.7)
set <- pool.scalar(q, u, n = 120, k = 6)
say("rubin", set$qbar, sqrt(set$t), set$df)
a <- people$knowledge[people$arm == "game" & !is.na(people$knowledge)]
b <- people$knowledge[people$arm == "modules" & !is.na(people$knowledge)]
n <- length(a); m <- length(b); df <- n + m - 2
sd <- sqrt(((n - 1) * var(a) + (m - 1) * var(b)) / df)
d <- coef(lm(knowledge ~ arm + knowledge_before + role + site, people))["armgame"] / sd
j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
say("hedges", j * d, j * sqrt((n + m) / (n * m) + d^2 / (2 * (n + m))))
cat(sprintf('"versions": ["R %s", "sandwich %s", "clubSandwich %s", "survival %s", "mice %s"]\n}\n', getRversion(),
  packageVersion("sandwich"), packageVersion("clubSandwich"), packageVersion("survival"), packageVersion("mice")))
