namespace Ec2KeyPair.Tour;

/// <summary>Leaves the reader at a prompt of the same engine, with the module and the loopback AWS at hand.</summary>
internal sealed class Prompt(Lab lab, Screen screen, Interrupt interrupt)
{
    internal async Task RunAsync(CancellationToken cancel)
    {
        screen.Heading("Your turn. 'exit' leaves; Ctrl+C ends a command.");
        screen.Line("The key store and the instances of the tour are still here. The engine has its core commands only");
        screen.Line("(no Format-List, no Get-ChildItem). Try: Get-EC2WindowsPassword win-1 -AsPlainText");
        while (true)
        {
            Console.Write("PS> ");
            // Reading blocks and can't be cancelled: it is left behind when the program ends.
            var line = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancel);
            if (line is null || line.Trim() is "exit" or "quit") return;
            if (line.Trim().Length > 0) await RunAsync(line);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task RunAsync(string line)
    {
        using var command = new CancellationTokenSource();
        using (interrupt.Redirect(command))
        {
            try
            {
                await lab.Shell.RunAsync(line, command.Token);
            }
            catch (OperationCanceledException)
            {
                screen.Note("Stopped.");
            }
        }
    }
}
