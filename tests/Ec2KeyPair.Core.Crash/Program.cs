using Ec2KeyPair.Core.Crash;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

// crash make FOLDER PREFIX COUNT     makes and publishes keys, and says of each step that it is done
// crash protect FOLDER PREFIX COUNT  makes COUNT keys, and gives each one passphrase after another
// crash share FOLDER PREFIX COUNT    one key is everybody's: publishes it COUNT times, writes it anew, and makes keys beside
// crash pin FILE NUMBER COUNT        pins COUNT host keys for instances from NUMBER on, each anew once, and says of each that it is done
// crash rotate JOURNAL HOSTS COUNT   rotates the keys of the hosts in a file, COUNT at once, or goes on with the journal
// crash add FOLDER NAME              makes one key
// crash time FOLDER THREADS COUNT    makes COUNT keys by THREADS threads, lists them, and says how long it took
if (args is not [var task, var folder, var name, ..])
{
    Console.Error.WriteLine("crash make|protect|share|pin|rotate|add|time FOLDER NAME [COUNT]");
    return 2;
}

try
{
    var count = args.Length > 3 ? int.Parse(args[3], null) : 1;
    if (task == "pin")
    {
        Pinner.Run(folder, int.Parse(name, null), count);
        return 0;
    }

    if (task == "rotate") return await Rotator.RunAsync(folder, name, count);

    var writer = new Writer(KeyStore.Open(folder), name);
    switch (task)
    {
        case "make":
            for (var i = 0; i < count; i++) writer.MakeAndPublish(i);
            break;
        case "protect":
            for (var i = 0; i < count; i++) writer.Protect(i);
            break;
        case "share":
            for (var i = 0; i < count; i++) writer.Share(i);
            break;
        case "time":
            Timing.Run(folder, int.Parse(name, null), count);
            break;
        default:
            writer.Make(name);
            break;
    }

    return 0;
}
catch (Ec2KeyPairException e)
{
    Console.WriteLine($"{e.Condition}: {e.Message}");
    return 1;
}
