namespace Ec2KeyPair.Tour;

/// <summary>The main job of Ec2KeyPair before the reader's eyes, on this machine alone.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Interrupted = 130;

    private static async Task<int> Main(string[] args)
    {
        var isInteractive = args is ["--interactive"];
        var picture = args is ["--picture", var path] ? path : null;
        if (args.Length > 0 && !isInteractive && picture is null) return Refuse("Usage: dotnet run --project examples/Tour [-- --interactive | --picture <file.svg>]");
        if (isInteractive && !Screen.HasTerminal) return Refuse("--interactive needs a terminal, and there is none. Leave it out to watch the tour.");

        using var stop = new CancellationTokenSource();
        using var interrupt = new Interrupt(stop);
        var screen = new Screen();
        try
        {
            if (picture is not null)
            {
                await Picture.WriteAsync(picture, stop.Token);
                return Done;
            }

            await using var lab = await Lab.OpenAsync(screen, stop.Token);
            await TourScript.RunAsync(lab, screen, stop.Token);
            if (isInteractive) await new Prompt(lab, screen, interrupt).RunAsync(stop.Token);
            return Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Failure("Interrupted; everything is cleaned up.");
            return Interrupted;
        }
        catch (TourException e)
        {
            screen.Failure("FAILED: " + e.Message);
            return Failed;
        }
        catch (Exception e)
        {
            // Whatever it is, it must not look like success; the stack trace is for whoever mends the tour.
            screen.Failure("FAILED: " + e);
            return Failed;
        }
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return Misused;
    }
}
