// Package retail reads real purchases: the UCI "Online Retail" data set (CSV, plain or gzip), one invoice at a time.
//
// Every line of a file falls into exactly one class, and the counts of all classes add up to the number of lines, so
// that nothing is dropped silently. An invoice is handed on only when it names a customer; the reader keeps a few open
// invoices in memory and never the file.
//
// The package embeds an excerpt (43 customers and every oddity of the full file) for the demo's catalogues and the tests.
//
// Source of the data: Daqing Chen, Sai Laing Sain and Kun Guo, "Data mining for the online retail industry: A case study of
// RFM model-based customer segmentation using data mining", Journal of Database Marketing and Customer Strategy Management
// 19(3), 2012; UCI Machine Learning Repository, "Online Retail", doi:10.24432/C5BW33, CC BY 4.0. See ATTRIBUTION.md.
package retail
