using System.Globalization;
using Ec2KeyPair.Benchmarks.Figures;
using Ec2KeyPair.Benchmarks.Micro;
using Ec2KeyPair.Benchmarks.Running;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
switch (args)
{
    // Fresh processes that this program starts of itself.
    case ["child", "import", var manifest]:
        ImportFigure.BeChild(manifest);
        return 0;
    case ["child", "keys", var type, var count, var store]:
        NewKeysFigure.BeChild(type, count, store);
        return 0;
    case ["child", "passwords", var ids, var keyFile]:
        PasswordsFigure.BeChild(ids, keyFile);
        return 0;
    case ["child", "memory", var ids, var keyFile, var sample]:
        MemoryFigure.BeChild(ids, keyFile, sample);
        return 0;
    case ["child", "usage", var store, var manner]:
        UsageFigure.BeChild(store, manner);
        return 0;
    case ["--micro", .. var rest]:
        MicroBenchmarks.Run(rest);
        return 0;
    default:
        return Measure(args);
}

static int Measure(string[] args)
{
    var quick = false;
    var filter = "";
    for (var i = 0; i < args.Length; i++)
    {
        switch (args[i])
        {
            case "--quick":
                quick = true;
                break;
            case "--filter" when i + 1 < args.Length:
                filter = args[++i];
                break;
            default:
                Console.WriteLine($"""
                    Figures of Ec2KeyPair against peers on this machine, each pair measured in turns.

                      dotnet run -c Release --project benchmarks/Ec2KeyPair.Benchmarks [-- options]

                      --filter NAME   only these: {string.Join(", ", Figure.All.Select(figure => figure.Name))}
                      --quick         small sizes and few rounds
                      --micro [...]   the core's hot spots alone, with BenchmarkDotNet and its options
                    """);
                return 2;
        }
    }

    var rows = new List<Row>();
    foreach (var figure in Figure.All.Where(figure => figure.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
    {
        Console.Error.WriteLine($"measuring {figure.Name} ...");
        rows.AddRange(figure.Measure(quick));
    }

    Table.Print(rows);
    return rows.Any(row => row.IsMet == false) ? 1 : 0;
}
