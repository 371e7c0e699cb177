using RnnCluster.Int8;

// The matrix product of an LSTM's step in every format of the weights, side by side.
const string Results = "bench/results/int8.md";

var text = Int8Markdown.Text(ProductRun.Measure());
Console.WriteLine(text);
File.WriteAllText(args.Length > 0 ? args[0] : Results, text + "\n");
