namespace Ec2KeyPair.Help;

/// <summary>Makes what Get-Help reads from the pages of docs/en-US.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var pages, var help])
        {
            Console.Error.WriteLine("dotnet run --project src/Ec2KeyPair.Help -- FOLDER-OF-PAGES FOLDER-OF-HELP");
            return 2;
        }

        try
        {
            HelpFolder.Make(Path.GetFullPath(pages), Path.GetFullPath(help));
            return 0;
        }
        catch (PageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("Ec2KeyPair.Help : error HELP : " + e.Message);
            return 1;
        }
    }
}
